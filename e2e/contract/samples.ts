import * as wire from '@wheelhouse/shared-types'
import { PASSWORD } from './world.ts'

type Sample = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: Record<string, unknown>
  content?: Uint8Array<ArrayBuffer>
}

const upload = {
  query: { filename: 'form-1.0-py3-none-any.whl' },
  content: new TextEncoder().encode('no archive'),
}
const shownPasskey = {
  id: 'eA',
  rawId: 'eA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', authenticatorData: 'eA', signature: 'eA' },
}
const someId = { params: { id: '0198f3c4-0000-7000-8000-000000000000' } }
const publisher = {
  kind: 'google',
  email: 'bot@example.org',
  sub: '1',
}
const someProject = { params: { project: 'no-such-project' } }
const somePerson = { params: { project: 'no-such-project', username: 'form' } }
const webhook = { project: 'no-such-project', webhook: someId.params.id }
const nowhere = { project: 'no-such-project' }
const release = { ...nowhere, version: '1.0' }
const noFile = { ...nowhere, filename: 'x.whl' }

/**
 * A well-formed call of every operation that takes something. The form cases break one part of it
 * at a time; none gets as far as looking anything up.
 */
export const SAMPLES: ReadonlyMap<wire.Endpoint, Sample> = new Map<wire.Endpoint, Sample>([
  [
    wire.registerAccount,
    { body: { name: 'A', username: 'form', email: 'form@example.org', password: PASSWORD } },
  ],
  [wire.getPasswordRange, { params: { prefix: '00000' } }],
  [wire.inspectInvitation, { body: { token: 'x' } }],
  [
    wire.acceptInvitation,
    { body: { token: 'x', name: 'A', username: 'form', password: PASSWORD } },
  ],
  [wire.checkUsername, { params: { username: 'form' } }],
  [wire.verifyEmail, { body: { token: 'x' } }],
  [wire.resendVerification, { body: { email: 'form@example.org' } }],
  [wire.requestPasswordReset, { body: { login: 'form' } }],
  [wire.inspectPasswordReset, { body: { token: 'x' } }],
  [wire.completePasswordReset, { body: { token: 'x', password: PASSWORD } }],
  [wire.signIn, { body: { login: 'form', password: PASSWORD, remember: true } }],
  [
    wire.finishSignInByCode,
    { body: { step: 'x', factor: 'recovery', code: 'x', rememberDevice: true } },
  ],
  [wire.resendDeviceCheck, { body: { step: 'x' } }],
  [wire.confirmDevice, { body: { token: 'x' } }],
  [wire.startSecondStepPasskey, { body: { step: 'x' } }],
  [
    wire.finishSignInByPasskey,
    { body: { step: 'x', challenge: 'x', response: shownPasskey, rememberDevice: true } },
  ],
  [wire.signInByPasskey, { body: { challenge: 'x', response: shownPasskey, remember: true } }],
  [wire.confirmByPassword, { body: { password: 'x' } }],
  [wire.confirmByPasskey, { body: { challenge: 'x', response: shownPasskey } }],
  [wire.addAuthenticator, { body: { setup: 'x', code: '123456' } }],
  [
    wire.addPasskey,
    {
      body: {
        challenge: 'x',
        name: 'form',
        response: {
          ...shownPasskey,
          response: { clientDataJSON: 'e30', attestationObject: 'eA', transports: ['usb'] },
        },
      },
    },
  ],
  [wire.renamePasskey, { ...someId, body: { name: 'form' } }],
  [wire.removePasskey, someId],
  [wire.checkRecoveryCode, { body: { code: 'x'.repeat(24) } }],
  [wire.endSession, someId],
  [wire.updateProfile, { body: { name: 'form', publicEmail: null } }],
  [wire.deleteAccount, { body: { username: 'form', password: 'x' } }],
  [wire.addEmail, { body: { email: 'form@example.org' } }],
  [wire.listEvents, { query: { group: 'email', limit: '5' } }],
  [wire.resendEmail, someId],
  [wire.makeEmailPrimary, someId],
  [wire.removeEmail, someId],
  [wire.changePassword, { body: { currentPassword: 'x', newPassword: PASSWORD } }],
  [
    wire.createToken,
    {
      body: {
        name: 'form',
        scope: { kind: 'account' },
        actions: ['read'],
        networks: ['10.0.0.0/8'],
        expiresInDays: 7,
      },
    },
  ],
  [wire.regenerateToken, someId],
  [wire.revokeToken, someId],
  [wire.searchProjects, { query: { q: 'form', limit: '5' } }],
  [wire.getProject, { params: { project: 'no-such-project' } }],
  [wire.getProjectDownloads, { params: { project: 'no-such-project' } }],
  [
    wire.setProjectVisibility,
    { params: { project: 'no-such-project' }, body: { visibility: 'private' } },
  ],
  [wire.listPublishers, { params: { project: 'no-such-project' } }],
  [wire.addPublisher, { params: { project: 'no-such-project' }, body: { identity: publisher } }],
  [wire.removePublisher, { params: { project: 'no-such-project', ...someId.params } }],
  [
    wire.constrainPublisher,
    {
      params: { project: 'no-such-project', ...someId.params },
      body: { environment: 'x' },
    },
  ],
  [
    wire.setTrustedPublishingOnly,
    { params: { project: 'no-such-project' }, body: { enabled: false } },
  ],
  [wire.addPendingPublisher, { body: { project: 'form', identity: publisher } }],
  [wire.removePendingPublisher, someId],
  [
    wire.checkGithubPublisher,
    { query: { owner: 'octo', repository: 'demo', workflow: 'release.yml' } },
  ],
  [wire.listPeople, someProject],
  [wire.changeRole, { ...somePerson, body: { role: 'owner' } }],
  [wire.removePerson, somePerson],
  [wire.leaveProject, someProject],
  [wire.getProjectAccess, someProject],
  [wire.listProjectInvitations, someProject],
  [wire.inviteToProject, { ...someProject, body: { user: 'form', role: 'owner' } }],
  [wire.revokeProjectInvitation, { params: { project: 'no-such-project', id: someId.params.id } }],
  [wire.getOwnProjectInvitation, someId],
  [wire.acceptProjectInvitation, someId],
  [wire.declineProjectInvitation, someId],
  [
    wire.setProjectStatus,
    {
      params: { project: 'no-such-project' },
      body: { status: 'deprecated', reason: 'x', replacement: 'y' },
    },
  ],
  [
    wire.transferProject,
    {
      params: { project: 'no-such-project' },
      body: { username: 'form', ending: 'leave', confirm: 'no-such-project' },
    },
  ],
  [wire.getProjectOverview, { params: { project: 'no-such-project' } }],
  [
    wire.listProjectEvents,
    { params: { project: 'no-such-project' }, query: { group: 'file', limit: '5' } },
  ],
  [wire.getRelease, { params: release }],
  [wire.yankRelease, { params: release, body: { reason: 'x' } }],
  [wire.unyankRelease, { params: release }],
  [wire.getDescription, { params: release }],
  [
    wire.changeDescription,
    { params: release, body: { description: 'x', contentType: 'text/plain', links: [] } },
  ],
  [wire.restoreDescription, { params: release }],
  [wire.listWebhooks, { params: { project: 'no-such-project' } }],
  [
    wire.createWebhook,
    {
      params: { project: 'no-such-project' },
      body: { url: 'https://hook.invalid/', topics: ['release.yanked'] },
    },
  ],
  [wire.updateWebhook, { params: webhook, body: { enabled: true } }],
  [wire.deleteWebhook, { params: webhook }],
  [wire.rotateWebhookSecret, { params: webhook }],
  [wire.testWebhook, { params: webhook }],
  [wire.listWebhookDeliveries, { params: webhook, query: { limit: '5' } }],
  [wire.replayWebhookDelivery, { params: { ...webhook, delivery: someId.params.id } }],
  [wire.yankReleases, { params: nowhere, body: { versions: ['1.0'], reason: 'x' } }],
  [wire.unyankReleases, { params: nowhere, body: { versions: ['1.0'] } }],
  [wire.getFileDeletion, { params: noFile }],
  [wire.deleteFile, { params: noFile, query: { confirm: 'x.whl' } }],
  [wire.getReleaseDeletion, { params: release }],
  [wire.deleteRelease, { params: release, query: { confirm: '1.0' } }],
  [wire.getProjectDeletion, { params: nowhere }],
  [wire.deleteProject, { params: nowhere, query: { confirm: 'x' } }],
  [wire.listDeletions, { params: nowhere, query: { limit: '5' } }],
  [wire.undoDeletion, { params: { ...nowhere, ...someId.params } }],
  [wire.checkUpload, upload],
  [wire.uploadFile, upload],
])

/** The sample of an operation; empty for one that takes nothing. */
export function sampleOf(endpoint: wire.Endpoint): Sample {
  return SAMPLES.get(endpoint) ?? {}
}
