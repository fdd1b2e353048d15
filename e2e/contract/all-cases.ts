import type { Case } from './case.ts'
import { accountDeletionCases } from './cases/account-deletion.ts'
import { accountCases } from './cases/accounts.ts'
import { callerCases } from './cases/callers.ts'
import { deletionCases } from './cases/deletions.ts'
import { emailCases } from './cases/emails.ts'
import { eventCases } from './cases/events.ts'
import { formCases } from './cases/form.ts'
import { invitationCases } from './cases/invitations.ts'
import { mailedLinkCases } from './cases/mailed-links.ts'
import { downloadCases } from './cases/downloads.ts'
import { newDeviceCases } from './cases/new-device.ts'
import { peopleCases } from './cases/people.ts'
import { projectInvitationCases } from './cases/project-invitations.ts'
import { descriptionCases } from './cases/descriptions.ts'
import { projectEventCases } from './cases/project-events.ts'
import { projectSettingsCases } from './cases/project-settings.ts'
import { projectCases } from './cases/projects.ts'
import { pendingPublisherCases } from './cases/pending-publishers.ts'
import { publisherCases } from './cases/publishers.ts'
import { provenanceCases } from './cases/provenance.ts'
import { releaseCases } from './cases/releases.ts'
import { guessingCases, sessionCases } from './cases/sessions.ts'
import { tokenCases } from './cases/tokens.ts'
import { twoFactorCases } from './cases/two-factor.ts'
import { uploadCases } from './cases/uploads.ts'
import { visibilityCases } from './cases/visibility.ts'
import { idempotencyCases } from './cases/idempotency.ts'
import { webhookCases } from './cases/webhooks.ts'

/** The contract, in the order in which it is run. */
export const CASES: readonly Case[] = [
  ...accountCases,
  ...accountDeletionCases,
  ...emailCases,
  ...invitationCases,
  ...eventCases,
  ...mailedLinkCases,
  ...sessionCases,
  ...twoFactorCases,
  ...newDeviceCases,
  ...tokenCases,
  ...projectCases,
  ...visibilityCases,
  ...publisherCases,
  ...pendingPublisherCases,
  ...peopleCases,
  ...projectInvitationCases,
  ...projectSettingsCases,
  ...projectEventCases,
  ...descriptionCases,
  ...downloadCases,
  ...releaseCases,
  ...deletionCases,
  ...provenanceCases,
  ...uploadCases,
  ...webhookCases,
  ...idempotencyCases,
  ...callerCases,
  ...formCases,
  ...guessingCases,
]
