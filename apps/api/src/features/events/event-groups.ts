import type { EventGroup } from '@wheelhouse/shared-types'
import type { EventKind } from './record-event.ts'

/** What each kind belongs to in the filter of a security history. */
const GROUPS: Record<EventKind, EventGroup> = {
  'account-registered': 'account',
  'account-frozen': 'account',
  'account-unfrozen': 'account',
  'email-verified': 'email',
  'email-bounced': 'email',
  'email-added': 'email',
  'email-removed': 'email',
  'email-primary-changed': 'email',
  'profile-changed': 'account',
  'password-changed': 'password',
  'password-reset-requested': 'password',
  'password-reset': 'password',
  'password-breached': 'password',
  'signed-in': 'sign-in',
  'new-device-asked': 'sign-in',
  'new-device-confirmed': 'sign-in',
  'signed-out': 'sign-in',
  'session-ended': 'sign-in',
  'sessions-ended': 'sign-in',
  'second-factor-failed': 'second-factor',
  'authenticator-added': 'second-factor',
  'authenticator-removed': 'second-factor',
  'passkey-added': 'second-factor',
  'passkey-renamed': 'second-factor',
  'passkey-removed': 'second-factor',
  'passkey-suspected': 'second-factor',
  'recovery-codes-made': 'second-factor',
  'recovery-code-used': 'second-factor',
  'second-factors-cleared': 'second-factor',
  'token-created': 'token',
  'token-revoked': 'token',
  'token-regenerated': 'token',
  'token-leaked': 'token',
  'project-created': 'project',
  'project-visibility-changed': 'project',
  'release-created': 'project',
  'release-yanked': 'project',
  'release-unyanked': 'project',
  'file-uploaded': 'project',
  'file-deleted': 'project',
  'release-deleted': 'project',
  'project-deleted': 'project',
  'deletion-undone': 'project',
}

/** The kinds that a filter lets through. */
export function kindsOf(group: EventGroup): EventKind[] {
  const kinds = Object.keys(GROUPS) as EventKind[]
  return kinds.filter((kind) => GROUPS[kind] === group)
}
