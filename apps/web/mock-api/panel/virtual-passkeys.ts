import type { Conditions } from '../conditions.ts'
import type { MockDb } from '../db.ts'
import { toBase64Url } from '../secrets.ts'

/** What the credentials of the virtual authenticator begin with (`virtual` in base64url). */
const OURS = 'dmlydHVhbC'

type Descriptor = { id: BufferSource }

/**
 * Lets the page's passkeys be answered by the panel where it is set so. The mock checks no
 * signatures, so there are none: only what it looks at is filled in (WebAuthn, sections 5.8.1, 6.1).
 */
export function installVirtualPasskeys(db: MockDb, conditions: Conditions): void {
  const { credentials } = navigator
  const real = {
    create: credentials.create.bind(credentials),
    get: credentials.get.bind(credentials),
  }
  credentials.create = async (options) => {
    if (conditions.passkey === 'browser' || options?.publicKey === undefined) {
      return real.create(options)
    }
    refuseAsTold(conditions)
    return makeCredential(options.publicKey)
  }
  credentials.get = async (options) => {
    if (conditions.passkey === 'browser' || options?.publicKey === undefined) {
      return real.get(options)
    }
    // A passkey in the autofill waits until somebody chooses it; nobody does here.
    if (options.mediation === 'conditional') return untilAborted(options.signal)
    refuseAsTold(conditions)
    return showCredential(options.publicKey, db)
  }
}

function refuseAsTold({ passkey }: Conditions): void {
  if (passkey !== 'refused') return
  throw new DOMException('The panel is set to refuse passkeys', 'NotAllowedError')
}

async function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () =>
      reject(new DOMException('The ceremony was given up', 'AbortError')),
    )
  })
}

async function makeCredential(
  options: PublicKeyCredentialCreationOptions,
): Promise<PublicKeyCredential> {
  if ((options.excludeCredentials ?? []).some((one) => idOf(one).startsWith(OURS))) {
    throw new DOMException('The virtual passkey is on the account already', 'InvalidStateError')
  }
  const random = crypto.getRandomValues(new Uint8Array(8))
  const id = new TextEncoder().encode(`virtual-${toBase64Url(random)}`)
  const data = await authenticatorData(options.rp.id, 0x45)
  // {fmt: "none", attStmt: {}, authData}, in CBOR.
  const head = [
    0xa3,
    ...text('fmt'),
    ...text('none'),
    ...text('attStmt'),
    0xa0,
    ...text('authData'),
  ]
  return credential(id, {
    clientDataJSON: clientData('webauthn.create', options.challenge),
    attestationObject: Uint8Array.from([...head, 0x58, data.length, ...data]).buffer,
    getTransports: () => ['internal'],
  })
}

async function showCredential(
  options: PublicKeyCredentialRequestOptions,
  db: MockDb,
): Promise<PublicKeyCredential> {
  const asked = (options.allowCredentials ?? []).map(idOf)
  const known = db.factors.flatMap(({ passkeys }) => passkeys.map((one) => one.credentialId))
  const id = (asked.length > 0 ? asked : known).findLast((one) => one.startsWith(OURS))
  if (id === undefined) {
    throw new DOMException('The virtual authenticator has no such passkey', 'NotAllowedError')
  }
  return credential(fromBase64(id), {
    clientDataJSON: clientData('webauthn.get', options.challenge),
    authenticatorData: (await authenticatorData(options.rpId, 0x05)).buffer,
    signature: Uint8Array.of(0).buffer,
    userHandle: null,
  })
}

function credential(rawId: Uint8Array<ArrayBuffer>, response: object): PublicKeyCredential {
  return {
    id: toBase64Url(rawId),
    rawId: rawId.buffer,
    type: 'public-key',
    authenticatorAttachment: 'platform',
    response,
    getClientExtensionResults: () => ({}),
  } as unknown as PublicKeyCredential
}

const idOf = ({ id }: Descriptor): string => toBase64Url(toBytes(id))

const toBytes = (source: BufferSource): Uint8Array =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)

const fromBase64 = (id: string) =>
  Uint8Array.from(atob(id.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

function clientData(type: string, challenge: BufferSource): ArrayBuffer {
  const data = { type, challenge: toBase64Url(toBytes(challenge)), origin: location.origin }
  return new TextEncoder().encode(JSON.stringify(data)).buffer
}

/** Hash of the site, flags (present, verified, with a credential) and a counter of zero. */
async function authenticatorData(
  site: string | undefined,
  flags: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const name = new TextEncoder().encode(site ?? location.hostname)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', name))
  return Uint8Array.from([...hash, flags, 0, 0, 0, 0])
}

/** A short text in CBOR. */
const text = (words: string): number[] => [0x60 + words.length, ...new TextEncoder().encode(words)]
