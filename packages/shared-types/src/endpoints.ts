import * as accountDeletion from './account-deletion.ts'
import * as accounts from './accounts.ts'
import * as deletions from './deletions.ts'
import * as emails from './emails.ts'
import * as downloads from './downloads.ts'
import type { Endpoint } from './endpoint.ts'
import * as events from './events.ts'
import * as invitations from './invitations.ts'
import * as passwords from './passwords.ts'
import * as people from './people.ts'
import * as projectInvitations from './project-invitations.ts'
import * as publishers from './publishers.ts'
import * as projectEvents from './project-events.ts'
import * as projectSettings from './project-settings.ts'
import * as projects from './projects.ts'
import * as releaseDescription from './release-description.ts'
import * as releases from './releases.ts'
import * as secondStep from './second-step.ts'
import * as sessions from './sessions.ts'
import * as site from './site.ts'
import * as tokens from './tokens.ts'
import * as twoFactor from './two-factor.ts'
import * as uploads from './uploads.ts'
import * as webhooks from './webhooks.ts'

/** Every operation of the JSON API: routes, mock handlers and OpenAPI are checked against this list. */
export const ENDPOINTS: readonly Endpoint[] = [
  site.getSite,
  accounts.registerAccount,
  accounts.checkUsername,
  passwords.getPasswordRange,
  invitations.inspectInvitation,
  invitations.acceptInvitation,
  accounts.verifyEmail,
  accounts.resendVerification,
  accounts.requestPasswordReset,
  accounts.inspectPasswordReset,
  accounts.completePasswordReset,
  sessions.signIn,
  sessions.signOut,
  sessions.listSessions,
  sessions.endSession,
  sessions.endOtherSessions,
  secondStep.finishSignInByCode,
  secondStep.resendDeviceCheck,
  secondStep.confirmDevice,
  secondStep.startSecondStepPasskey,
  secondStep.finishSignInByPasskey,
  secondStep.startPasskeySignIn,
  secondStep.signInByPasskey,
  secondStep.startConfirmation,
  secondStep.confirmByPassword,
  secondStep.confirmByPasskey,
  accounts.getAccount,
  accounts.updateProfile,
  accounts.changePassword,
  accountDeletion.getAccountDeletion,
  accountDeletion.deleteAccount,
  emails.listEmails,
  emails.addEmail,
  emails.resendEmail,
  emails.makeEmailPrimary,
  emails.removeEmail,
  events.listEvents,
  twoFactor.getTwoFactor,
  twoFactor.startAuthenticator,
  twoFactor.addAuthenticator,
  twoFactor.removeAuthenticator,
  twoFactor.startPasskey,
  twoFactor.addPasskey,
  twoFactor.renamePasskey,
  twoFactor.removePasskey,
  twoFactor.makeRecoveryCodes,
  twoFactor.checkRecoveryCode,
  tokens.listTokens,
  tokens.createToken,
  tokens.regenerateToken,
  tokens.revokeToken,
  projects.listOwnProjects,
  projects.searchProjects,
  projects.getProject,
  projects.setProjectVisibility,
  publishers.listPublishers,
  publishers.addPublisher,
  publishers.removePublisher,
  publishers.constrainPublisher,
  publishers.setTrustedPublishingOnly,
  publishers.listPendingPublishers,
  publishers.addPendingPublisher,
  publishers.removePendingPublisher,
  publishers.checkGithubPublisher,
  people.listPeople,
  people.changeRole,
  people.removePerson,
  people.leaveProject,
  people.listProjectInvitations,
  people.inviteToProject,
  people.revokeProjectInvitation,
  people.getProjectAccess,
  projectInvitations.listOwnProjectInvitations,
  projectInvitations.getOwnProjectInvitation,
  projectInvitations.acceptProjectInvitation,
  projectInvitations.declineProjectInvitation,
  projectSettings.setProjectStatus,
  projectSettings.transferProject,
  projectSettings.getProjectOverview,
  projectEvents.listProjectEvents,
  downloads.getProjectDownloads,
  releases.getRelease,
  releases.yankRelease,
  releases.unyankRelease,
  releaseDescription.getDescription,
  releaseDescription.changeDescription,
  releaseDescription.restoreDescription,
  releases.yankReleases,
  releases.unyankReleases,
  deletions.getFileDeletion,
  deletions.deleteFile,
  deletions.getReleaseDeletion,
  deletions.deleteRelease,
  deletions.getProjectDeletion,
  deletions.deleteProject,
  deletions.listDeletions,
  deletions.listDeletedProjects,
  deletions.undoDeletion,
  uploads.checkUpload,
  uploads.uploadFile,
  webhooks.listWebhooks,
  webhooks.createWebhook,
  webhooks.updateWebhook,
  webhooks.deleteWebhook,
  webhooks.rotateWebhookSecret,
  webhooks.testWebhook,
  webhooks.listWebhookDeliveries,
  webhooks.replayWebhookDelivery,
]
