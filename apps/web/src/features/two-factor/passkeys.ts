import type { PasskeyCeremony } from '@wheelhouse/shared-types'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'

type Options = PasskeyCeremony['options']

/** Fetched when the first ceremony begins. */
const library = () => import('@simplewebauthn/browser')

/** Whether this browser knows passkeys at all. */
export const supportsPasskeys = (): boolean => typeof PublicKeyCredential === 'function'

/** Whether the browser offers passkeys where a name is typed. */
export async function offersPasskeys(): Promise<boolean> {
  return (
    supportsPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true
  )
}

/** Has the browser make a passkey. @throws PasskeyError */
export async function makePasskey(options: Options): Promise<RegistrationResponseJSON> {
  return ceremony(async ({ startRegistration }) =>
    startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    }),
  )
}

/**
 * Has the browser show a passkey; `autofill` waits until one is chosen where a name is typed.
 * @throws PasskeyError
 */
export async function showPasskey(
  options: Options,
  { autofill = false }: { autofill?: boolean } = {},
): Promise<AuthenticationResponseJSON> {
  return ceremony(async ({ startAuthentication }) =>
    startAuthentication({
      optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
      useBrowserAutofill: autofill,
    }),
  )
}

/** Ends a ceremony that waits, such as one in the autofill of a page that is left. */
export async function cancelPasskeys(): Promise<void> {
  const { WebAuthnAbortService } = await library()
  WebAuthnAbortService.cancelCeremony()
}

/** Why a browser made or showed no passkey; each has its sentence in the catalogue. */
export type PasskeyFault = 'cancelled' | 'listed' | 'address' | 'unsupported' | 'aborted' | 'failed'

export class PasskeyError extends Error {
  override readonly name = 'PasskeyError'
  readonly fault: PasskeyFault

  constructor(fault: PasskeyFault, cause: unknown) {
    super(fault, { cause })
    this.fault = fault
  }
}

async function ceremony<Result>(
  run: (given: Awaited<ReturnType<typeof library>>) => Promise<Result>,
): Promise<Result> {
  if (!supportsPasskeys()) throw new PasskeyError('unsupported', undefined)
  const given = await library()
  try {
    return await run(given)
  } catch (error) {
    throw new PasskeyError(faultOf(error), error)
  }
}

const FAULTS: Readonly<Record<string, PasskeyFault>> = {
  NotAllowedError: 'cancelled',
  InvalidStateError: 'listed',
  SecurityError: 'address',
  NotSupportedError: 'unsupported',
  AbortError: 'aborted',
}

function faultOf(error: unknown): PasskeyFault {
  return (error instanceof Error ? FAULTS[error.name] : undefined) ?? 'failed'
}
