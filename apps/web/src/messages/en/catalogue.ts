import { common } from './common.ts'

/** What the frame around every screen says: there from the start. */
export const shell = { common } as const

/**
 * The rest of the English catalogue: one line for each namespace, which is the name of an export of
 * that file. It is fetched together with the first code that needs it (`withWords`).
 */
export const parts = {
  changePassword: () => import('./change-password.ts'),
  checkMail: () => import('./check-mail.ts'),
  confirmIdentity: () => import('./confirm-identity.ts'),
  deleting: () => import('./deleting.ts'),
  deletion: () => import('./deletion.ts'),
  deviceCheck: () => import('./device-check.ts'),
  emails: () => import('./emails.ts'),
  factorFaults: () => import('./factor-faults.ts'),
  fields: () => import('./fields.ts'),
  forgot: () => import('./reset-password.ts'),
  forms: () => import('./forms.ts'),
  history: () => import('./history.ts'),
  home: () => import('./home.ts'),
  invitation: () => import('./invitation.ts'),
  invited: () => import('./invited.ts'),
  manage: () => import('./projects.ts'),
  newPassword: () => import('./reset-password.ts'),
  notMe: () => import('./not-me.ts'),
  ownInvitations: () => import('./own-invitations.ts'),
  password: () => import('./password.ts'),
  people: () => import('./people.ts'),
  problems: () => import('./problems.ts'),
  profile: () => import('./profile.ts'),
  project: () => import('./project.ts'),
  projectStatus: () => import('./project-status.ts'),
  provenance: () => import('./provenance.ts'),
  publishing: () => import('./publishing.ts'),
  register: () => import('./register.ts'),
  search: () => import('./search.ts'),
  secondStep: () => import('./second-step.ts'),
  sessions: () => import('./sessions.ts'),
  settings: () => import('./settings.ts'),
  signIn: () => import('./sign-in.ts'),
  tokens: () => import('./tokens.ts'),
  twoFactor: () => import('./two-factor.ts'),
  upload: () => import('./upload.ts'),
  verify: () => import('./verify.ts'),
  webhooks: () => import('./webhooks.ts'),
}

export type PartName = keyof typeof parts

type WordsOf<Name extends PartName> =
  Awaited<ReturnType<(typeof parts)[Name]>> extends Record<Name, infer Words> ? Words : never

/** Every sentence of the app, in English: what the other languages are measured by. */
export type Messages = typeof shell & { readonly [Name in PartName]: WordsOf<Name> }

/** The words of some namespaces. */
export async function loadParts(names: readonly PartName[]): Promise<Partial<Messages>> {
  const loaded = names.map(async (name) => {
    const file: Partial<Messages> = await parts[name]()
    return [name, file[name]] as const
  })
  return Object.fromEntries(await Promise.all(loaded))
}

/** All of it at once: for tests, and for languages that are made out of it. */
export async function loadWhole(): Promise<Messages> {
  return { ...shell, ...(await loadParts(Object.keys(parts) as PartName[])) } as Messages
}
