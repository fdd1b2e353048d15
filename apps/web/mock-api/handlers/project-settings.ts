import {
  fieldError,
  getProjectOverview,
  ProblemError,
  setProjectStatus,
  transferProject,
  validationFailed,
  type FieldErrorCode,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { bind, type Operation } from '../bind.ts'
import { signedIn, tokenAllows, type Context } from '../context.ts'
import { findByUsername, type MockDb, type ProjectRow } from '../db.ts'
import { hasSecondFactor } from '../factors.ts'
import { mailPeople } from '../mail-people.ts'
import { latestRelease, presentReplacement } from '../present.ts'
import { requireRole } from '../roles.ts'
import { MAX_FILE_SIZE } from './uploads.ts'

/** Bytes; the API's own limit. */
const MAX_PROJECT_SIZE = 10 * 2 ** 30

export const projectSettingsOperations: readonly Operation[] = [
  bind(setProjectStatus, ({ params, body }, context) => {
    const project = requireRole(context, params.project, ['owner'], 'manage')
    const { status, reason, replacement } = body
    if (normalizeName(replacement) === project.normalizedName) {
      throw validationFailed([
        fieldError('body/replacement', 'same_project', 'a project cannot take its own place'),
      ])
    }
    project.status = status
    project.statusReason = reason === '' ? null : reason
    project.replacement = replacement === '' ? null : normalizeName(replacement)
    mailPeople(context.db, ownersOf(project), `${project.name} is ${status} now`)
    return {
      status,
      statusReason: project.statusReason,
      replacement: presentReplacement(context.db, project),
    }
  }),

  bind(transferProject, ({ params, body }, context) => {
    const project = requireRole(context, params.project, ['owner'], 'manage')
    if (normalizeName(body.confirm) !== project.normalizedName) {
      throw new ProblemError('confirmation_mismatch', `Type ${project.name} to confirm`)
    }
    const account = signedIn(context)
    const to = judgeRecipient(context, project, body.username)
    const everybody = project.people.map(({ accountId }) => accountId)
    project.people = project.people.flatMap((person) => {
      if (person.accountId === to) return [{ ...person, role: 'owner' as const }]
      if (person.accountId !== account.id) return [person]
      return body.ending === 'leave' ? [] : [{ ...person, role: 'maintainer' as const }]
    })
    mailPeople(context.db, everybody, `${project.name} was handed over to ${body.username}`)
    return undefined
  }),

  bind(getProjectOverview, ({ params }, context) => {
    const reading = { reads: true }
    const project = requireRole(context, params.project, ['owner', 'maintainer'], 'manage', reading)
    const latest = latestRelease(project)
    const people = project.people.map(({ accountId }) => accountId)
    const files = project.releases.flatMap((release) => release.files)
    const isOwner = ownersOf(project).includes(signedIn(context).id)
    return {
      latest:
        latest === undefined
          ? null
          : {
              version: latest.version,
              publishedAt: latest.publishedAt,
              hasDescription: latest.readme !== null,
              hasSummary: latest.summary !== '',
              hasLicense: latest.license !== null || latest.licenseExpression !== null,
              hasLinks: latest.projectUrls.length > 0,
            },
      owners: ownersOf(project).length,
      withoutSecondFactor: isOwner
        ? people.filter((id) => !hasSecondFactor(context.db, id)).length
        : null,
      endlessTokens: isOwner ? endlessTokens(context.db, project, people) : null,
      size: files.reduce((sum, { size }) => sum + size, 0),
      maxSize: MAX_PROJECT_SIZE,
      maxFileSize: MAX_FILE_SIZE,
      releases: project.releases.length,
      files: files.length,
      refreshesDescriptions: true,
    }
  }),
]

/** Id of the account that may become an owner. @throws ProblemError `validation_failed` */
function judgeRecipient({ db, account }: Context, project: ProjectRow, username: string): string {
  const recipient = findByUsername(db, username)
  const refuse = (code: FieldErrorCode, why: string) =>
    validationFailed([fieldError('body/username', code, why)])
  if (!project.people.some(({ accountId }) => accountId === recipient?.id)) {
    throw refuse('not_member', `has no role in ${project.name}; give them one first`)
  }
  if (recipient === undefined || recipient.id === account?.id) {
    throw refuse('own_account', 'is yourself')
  }
  if (!recipient.emailVerified || recipient.disabled) {
    throw refuse('recipient_unverified', 'has no verified address, or is shut out at the moment')
  }
  return recipient.id
}

function endlessTokens(db: MockDb, project: ProjectRow, people: readonly string[]): number {
  return db.tokens.filter(
    (token) =>
      people.includes(token.accountId) &&
      token.expiresAt === null &&
      (['upload', 'yank', 'manage'] as const).some((action) => tokenAllows(token, action, project)),
  ).length
}

const ownersOf = ({ people }: ProjectRow): string[] =>
  people.flatMap(({ accountId, role }) => (role === 'owner' ? [accountId] : []))
