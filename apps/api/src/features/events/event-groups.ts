import {
  projectEventGroup,
  type EventGroup,
  type ProjectEventGroup,
} from '@wheelhouse/shared-types'
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
  'role-invited': 'project',
  'role-invitation-revoked': 'project',
  'role-invitation-accepted': 'project',
  'role-invitation-declined': 'project',
  'role-added': 'project',
  'role-changed': 'project',
  'role-removed': 'project',
  'role-left': 'project',
  'project-status-changed': 'project',
  'project-quarantined': 'project',
  'project-released': 'project',
  'project-transferred': 'project',
  'release-described': 'project',
  'release-description-restored': 'project',
  'release-created': 'project',
  'release-yanked': 'project',
  'release-unyanked': 'project',
  'file-uploaded': 'project',
  'file-deleted': 'project',
  'publisher-added': 'project',
  'publisher-removed': 'project',
  'publisher-constrained': 'project',
  'publisher-token-issued': 'project',
  'trusted-publishing-only-changed': 'project',
  'pending-publisher-added': 'project',
  'pending-publisher-removed': 'project',
  'pending-publisher-used': 'project',
  'pending-publisher-void': 'project',
  'pending-publisher-expired': 'project',
  'webhook-created': 'project',
  'webhook-changed': 'project',
  'webhook-removed': 'project',
  'webhook-secret-changed': 'project',
  'webhook-disabled': 'project',
  'release-deleted': 'project',
  'project-deleted': 'project',
  'deletion-undone': 'project',
}

const KINDS = Object.keys(GROUPS) as EventKind[]

/** The kinds that a filter lets through. */
export function kindsOf(group: EventGroup): EventKind[] {
  return KINDS.filter((kind) => GROUPS[kind] === group)
}

/** As `kindsOf`, in the history of a project. */
export function projectKindsOf(group: ProjectEventGroup): EventKind[] {
  return KINDS.filter((kind) => projectEventGroup(kind) === group)
}
