import { deleteAccount, getAccountDeletion, ProblemError } from '@wheelhouse/shared-types'
import { bind, type Operation } from '../bind.ts'
import { signedIn } from '../context.ts'
import type { AccountRow, MockDb, ProjectRow } from '../db.ts'
import { isUndoable } from '../deletions.ts'
import { sendMail } from '../mails.ts'
import { mailOwners } from '../people.ts'
import { emailsOf } from '../present.ts'

export const accountDeletionOperations: readonly Operation[] = [
  bind(getAccountDeletion, (_input, context) => ({
    soleOwnerOf: solelyOwned(context.db.projects, signedIn(context)),
    endsProjects: solelyOwned(deletedProjects(context.db), signedIn(context)).map(
      ({ name }) => name,
    ),
  })),

  bind(deleteAccount, ({ body }, context) => {
    const { db } = context
    const account = signedIn(context)
    if (body.username.toLowerCase() !== account.username.toLowerCase()) {
      throw new ProblemError('confirmation_mismatch', 'Type your own username to confirm')
    }
    if (body.password !== account.password) {
      throw new ProblemError('password_wrong', 'The current password is not right')
    }
    if (solelyOwned(db.projects, account).length > 0) {
      throw new ProblemError('sole_owner', 'You are the only owner of a project')
    }
    for (const { address, verified } of emailsOf(account)) {
      const subject = 'Your account is deleted'
      if (verified) sendMail(db, { to: address, subject, text: `${account.username} is gone.\n` })
    }
    context.endSession()
    const isOthers = ({ accountId }: { accountId: string }) => accountId !== account.id
    const ended = new Set(
      solelyOwned(deletedProjects(db), account).map(({ normalizedName }) => normalizedName),
    )
    db.deletions = db.deletions.filter(
      ({ project, wholeProject }) => wholeProject === undefined || !ended.has(project),
    )
    db.retiredUsernames.push(account.username)
    db.accounts = db.accounts.filter((row) => row !== account)
    db.sessions = db.sessions.filter(isOthers)
    db.tokens = db.tokens.filter(isOthers)
    db.links = db.links.filter(isOthers)
    db.events = db.events.filter(isOthers)
    db.factors = db.factors.filter(isOthers)
    db.knownBrowsers = db.knownBrowsers.filter(isOthers)
    db.roleInvitations = db.roleInvitations.filter(isOthers)
    for (const project of db.projects) {
      const own = project.people.find(({ accountId }) => accountId === account.id)
      if (own === undefined) continue
      project.people = project.people.filter(isOthers)
      mailOwners(db, project, `${account.username} left ${project.name}`)
    }
    return undefined
  }),
]

/** The projects that nobody else owns, by name. */
function solelyOwned(projects: readonly ProjectRow[], account: AccountRow) {
  const owners = (people: { accountId: string; role: string }[]) =>
    people.filter(({ role }) => role === 'owner').map(({ accountId }) => accountId)
  return projects
    .filter(({ people }) => owners(people).join() === account.id)
    .map(({ name, normalizedName }) => ({ name, normalizedName }))
    .toSorted((a, b) => (a.normalizedName < b.normalizedName ? -1 : 1))
}

/** Those that can be brought back. */
const deletedProjects = (db: MockDb): ProjectRow[] =>
  db.deletions.flatMap((row) => (isUndoable(db, row) ? (row.wholeProject ?? []) : []))
