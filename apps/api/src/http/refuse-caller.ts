import { CONFIRMED_MINUTES, ProblemError, type Endpoint } from '@wheelhouse/shared-types'
import type { Deps } from '../deps.ts'
import type { Caller, PublisherCaller } from './caller.ts'
import { forbidden, notAuthenticated } from './problems.ts'

/** @throws ProblemError when an operation is not for this caller, or not before they have shown who they are. */
export function refuseCaller(
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  endpoint: Endpoint,
  caller: Caller | PublisherCaller,
): void {
  refuseStrangers(endpoint, caller, config.PRIVATE_INDEX)
  if (endpoint.fresh) refuseUnconfirmed(caller, clock.now())
}

/** @throws ProblemError when the operation is not for this caller. */
function refuseStrangers(
  endpoint: Endpoint,
  caller: Caller | PublisherCaller,
  isPrivate: boolean,
): void {
  if (caller.kind === 'publisher') return
  if (endpoint.readsIndex && isPrivate) refuseUnlessReader(caller)
  if (endpoint.auth !== 'session') return
  if (caller.kind === 'anonymous') throw notAuthenticated()
  if (caller.kind === 'token' && endpoint.token === undefined) {
    throw forbidden('An API token cannot do this; sign in with a browser')
  }
}

/** @throws ProblemError `reauthentication_required` for a session whose owner was last asked too long ago. */
function refuseUnconfirmed(caller: Caller | PublisherCaller, now: Date): void {
  if (caller.kind !== 'session') return
  if (now.getTime() - caller.confirmedAt.getTime() <= CONFIRMED_MINUTES * 60_000) return
  throw new ProblemError('reauthentication_required', 'Show by password or passkey that it is you')
}

/** @throws ProblemError for strangers, and for tokens that do not read everything. */
function refuseUnlessReader(caller: Caller): void {
  if (caller.kind === 'anonymous') throw notAuthenticated()
  const readsAll =
    caller.kind === 'session' ||
    caller.grants.some((grant) => grant.action === 'read' && grant.target === 'account')
  if (!readsAll) throw forbidden('This API token does not read the whole index')
}
