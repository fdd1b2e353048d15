import { PROJECT_INVITATION_DAYS, type ProjectRole } from '@wheelhouse/shared-types'
import type { Config } from '../../config.ts'
import type { ProjectNews } from '../projects/mail-people.ts'
import type { PeopleAct } from './tell-people.ts'

/** What a role is good for, to end a sentence with. */
const GOOD_FOR: Record<ProjectRole, string> = {
  owner: 'an owner, who may do everything: upload, yank, delete, and decide who else may',
  maintainer: 'a maintainer, who may upload files and yank releases',
}
const A: Record<ProjectRole, string> = { owner: 'an owner', maintainer: 'a maintainer' }

type Mails = { readonly toPerson: ProjectNews | undefined; readonly toOwners: ProjectNews }

/**
 * The mails of a change to the people of a project. Whoever did something of themselves (accepted,
 * declined) gets none about it; that a role ended is told to both sides.
 */
export function mailsOf(act: PeopleAct, config: Config): Mails {
  const { kind, project, person, role, actor } = act
  const { name } = project
  const who = person.username
  const news = (subject: string, ...what: string[]): ProjectNews => ({ subject, what })
  switch (kind) {
    case 'role-invited':
      return {
        toPerson: news(`Invitation to the project ${name}`, ...invitation(act, config)),
        toOwners: news(
          `${who} is invited to ${name}`,
          `${actor.name} invited ${who} to be ${GOOD_FOR[role]}. The invitation is open for ${PROJECT_INVITATION_DAYS} days; an owner can take it back: ${people(act, config)}`,
        ),
      }
    case 'role-invitation-revoked':
      return {
        toPerson: news(
          `Your invitation to ${name} was taken back`,
          `${actor.name} took back the invitation to be ${A[role]} of ${name}. There is nothing to do.`,
        ),
        toOwners: news(
          `The invitation of ${who} to ${name} was taken back`,
          `${actor.name} took back the invitation of ${who} to be ${A[role]}.`,
        ),
      }
    case 'role-invitation-accepted':
      return {
        toPerson: news(
          `You are ${A[role]} of ${name}`,
          `you accepted the invitation and are now ${GOOD_FOR[role]}. If that was not you, secure your account: ${config.PUBLIC_URL}/not-me`,
          ...secondFactor(config),
        ),
        toOwners: news(
          `${who} is ${A[role]} of ${name} now`,
          `${who} accepted the invitation and is now ${GOOD_FOR[role]}. Who has a role: ${people(act, config)}`,
        ),
      }
    case 'role-invitation-declined':
      return {
        toPerson: undefined,
        toOwners: news(
          `${who} declined the invitation to ${name}`,
          `${who} does not want to be ${A[role]}. An owner can invite them again: ${people(act, config)}`,
        ),
      }
    case 'role-added':
      return {
        toPerson: news(
          `You are ${A[role]} of ${name}`,
          `the ${actor.name} of this index made you ${GOOD_FOR[role]}.`,
          ...secondFactor(config),
        ),
        toOwners: news(
          `${who} is ${A[role]} of ${name} now`,
          `the ${actor.name} of this index made ${who} ${GOOD_FOR[role]}. Who has a role: ${people(act, config)}`,
        ),
      }
    case 'role-changed':
      return {
        toPerson: news(
          `Your role in ${name} was changed`,
          `${actor.name} made you ${GOOD_FOR[role]}.`,
        ),
        toOwners: news(
          `The role of ${who} in ${name} was changed`,
          `${actor.name} made ${who} ${GOOD_FOR[role]}. Who has a role: ${people(act, config)}`,
        ),
      }
    case 'role-removed':
      return {
        toPerson: news(
          `You have no role in ${name} any more`,
          `${actor.name} took your role in ${name} away. You were ${A[role]}; API tokens of yours do nothing there from now on.`,
        ),
        toOwners: news(
          `${who} was removed from ${name}`,
          `${actor.name} took the role of ${who} away, who was ${A[role]}. Who has a role: ${people(act, config)}`,
        ),
      }
    case 'role-left':
      return {
        toPerson:
          act.accountGone === undefined
            ? news(
                `You left ${name}`,
                `you gave your role in ${name} up. You were ${A[role]}. If that was not you, secure your account: ${config.PUBLIC_URL}/not-me`,
              )
            : undefined,
        toOwners: news(
          `${who} left ${name}`,
          `${who}, who was ${A[role]}, has no role in ${name} any more${act.accountGone === undefined ? '' : ': the account was deleted'}. Who has a role: ${people(act, config)}`,
        ),
      }
  }
}

function invitation({ project, role, actor, invitationId }: PeopleAct, config: Config): string[] {
  return [
    `${actor.name} invites you to be ${GOOD_FOR[role]}, in the project ${project.name}.`,
    `Accept or decline within ${PROJECT_INVITATION_DAYS} days:\n${config.PUBLIC_URL}/account/invitations/${invitationId ?? ''}`,
    ...secondFactor(config),
    'If you expected nothing of the kind, decline it or do nothing: nobody gets anything of yours by it.',
  ]
}

const secondFactor = (config: Config): string[] =>
  config.REQUIRE_TWO_FACTOR
    ? [
        `This index takes uploads only from accounts with a second factor: ${config.PUBLIC_URL}/account/two-factor`,
      ]
    : []

const people = ({ project }: PeopleAct, config: Config): string =>
  `${config.PUBLIC_URL}/account/projects/${project.normalizedName}/people`
