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
  [wire.getRelease, { params: release }],
  [wire.yankRelease, { params: release, body: { reason: 'x' } }],
  [wire.unyankRelease, { params: release }],
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
