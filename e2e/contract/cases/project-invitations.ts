import { expect } from '@jest/globals'
import {
  acceptProjectInvitation,
  declineProjectInvitation,
  getOwnProjectInvitation,
  getProject,
  inviteToProject,
  listEmails,
  listEvents,
  listOwnProjectInvitations,
  listProjectInvitations,
  PROJECT_INVITATION_DAYS,
  revokeProjectInvitation,
  updateProfile,
  type Endpoint,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import type { Person, World } from '../world.ts'
import { anyTeam, invite, memberRefusals, newTeam, type Team } from './people-support.ts'
import { tokenOf } from './visibility.ts'

const DAY = 86_400_000
const NO_ID = '0198f3c4-0000-7000-8000-000000000000'
const atProject = ({ project }: Team) => ({ params: { project } })

/** A project whose owner invited somebody. */
async function invited(world: World) {
  const team = await newTeam(world)
  const { owner, project, stranger: guest } = team
  const invitation = await invite(owner, project, guest.username, 'maintainer')
  const own = { params: { id: invitation.id } }
  return { ...team, guest, invitation, own, toOwner: { params: { project, ...own.params } } }
}

const inviting = casesOf(inviteToProject, [
  [
    'success',
    'offers a role for a week, by mail, and tells the owners; nobody has it yet',
    async (world) => {
      const { owner, guest, project, invitation } = await invited(world)
      const { id, createdAt, expiresAt } = invitation
      expect(invitation).toEqual({
        id,
        username: guest.username,
        role: 'maintainer',
        state: 'open',
        invitedBy: owner.username,
        createdAt,
        expiresAt,
      })
      expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(PROJECT_INVITATION_DAYS * DAY)
      const mail = (await world.mailsTo(guest.email)).at(-1)
      expect(mail?.subject).toBe(`Invitation to the project ${project}`)
      expect(mail?.links).toContain(`${world.target.origin}/account/invitations/${id}`)
      expect((await world.mailsTo(owner.email)).at(-1)?.subject).toBe(
        `${guest.username} is invited to ${project}`,
      )
      const { people } = await world.visitor().ok(getProject, { params: { project } })
      expect(people.map(({ username }) => username)).not.toContain(guest.username)
      const { items } = await guest.ok(listEvents, { query: { group: 'project' } })
      expect(items[0]).toMatchObject({ kind: 'role-invited', actor: owner.username })
    },
  ],
  [
    'success',
    'knows people by an address that they show, and by token; and again once it is over',
    async (world) => {
      const { owner, stranger, project } = await newTeam(world)
      const { items } = await stranger.ok(listEmails, {})
      await stranger.ok(updateProfile, { body: { publicEmail: items[0]?.id ?? null } })
      const { email, username } = stranger
      expect(await invite(owner, project, email.toUpperCase(), 'owner')).toMatchObject({ username })
      await world.target.ageProjectInvitations(username)
      const headers = await tokenOf(world, owner, ['manage'])
      const body = { user: username, role: 'maintainer' as const }
      const call = toRaw(inviteToProject, { params: { project }, body })
      const again = await world.visitor().send({ ...call, headers, without: ['origin'] })
      expect(again).toMatchObject({ status: 201, body: { username, state: 'open' } })
    },
  ],
  [
    'validation_failed',
    'knows nobody by a hidden address, and nobody without a verified one',
    async (world) => {
      const { owner, stranger, project } = await anyTeam(world)
      const unverified = await world.signUp()
      for (const [user, code] of [
        [world.unique('nobody'), 'user_unknown'],
        [stranger.email, 'user_unknown'],
        [`${world.unique('nobody')}@example.org`, 'user_unknown'],
        [unverified.email, 'user_unknown'],
        [unverified.username, 'user_unreachable'],
      ] as const) {
        const call = { params: { project }, body: { user, role: 'owner' as const } }
        const answer = await owner.ask(inviteToProject, call)
        expectProblem(answer, 'validation_failed', [['/body/user', code]])
      }
    },
  ],
  [
    'already_member',
    'refuses somebody with a role',
    async (world) => {
      const { owner, maintainer, project } = await anyTeam(world)
      for (const { username: user } of [owner, maintainer]) {
        const call = { params: { project }, body: { user, role: 'owner' as const } }
        expectProblem(await owner.ask(inviteToProject, call), 'already_member')
      }
    },
  ],
  [
    'already_invited',
    'refuses a second one while there is one; two at once are one',
    async (world) => {
      const { owner, guest, project, own } = await invited(world)
      const body = { user: guest.username, role: 'owner' as const }
      const call = { params: { project }, body }
      expectProblem(await owner.ask(inviteToProject, call), 'already_invited')
      await guest.ok(declineProjectInvitation, own)
      const answers = await Promise.all([1, 2].map(() => owner.ask(inviteToProject, call)))
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    },
  ],
  [
    'email_unverified',
    'is for owners whom mail reaches',
    async (world) => {
      const { owner, stranger, project } = await newTeam(world)
      await world.target.bounce(owner.email)
      const body = { user: stranger.username, role: 'owner' as const }
      const answer = await owner.ask(inviteToProject, { params: { project }, body })
      expectProblem(answer, 'email_unverified')
    },
  ],
  ...memberRefusals(inviteToProject, 'owners', (team) => ({
    ...atProject(team),
    body: { user: team.stranger.username, role: 'owner' },
  })),
])

const listing = casesOf(listProjectInvitations, [
  [
    'success',
    'shows what is open, declined or expired, newest first, of each person one, and nothing revoked',
    async (world) => {
      const { owner, maintainer, guest, project, own, toOwner } = await invited(world)
      const states = async (person: Person) => {
        const { items } = await person.ok(listProjectInvitations, { params: { project } })
        return items.map(({ username, state }) => [username, state])
      }
      expect(await states(maintainer)).toEqual([[guest.username, 'open']])
      await guest.ok(declineProjectInvitation, own)
      const later = await world.person()
      const { id: newest } = await invite(owner, project, later.username, 'maintainer')
      expect(await states(owner)).toEqual([
        [later.username, 'open'],
        [guest.username, 'declined'],
      ])
      await owner.ok(revokeProjectInvitation, { params: { project, id: newest } })
      const again = await invite(owner, project, guest.username, 'owner')
      await world.target.ageProjectInvitations(guest.username)
      expect(await states(owner)).toEqual([[guest.username, 'expired']])
      const { id } = await invite(owner, project, guest.username, 'owner')
      expect(id).not.toBe(again.id)
      await owner.ok(revokeProjectInvitation, { params: { ...toOwner.params, id } })
      expect(await states(owner)).toEqual([])
    },
  ],
  ...memberRefusals(listProjectInvitations, 'people', atProject),
])

const revoking = casesOf(revokeProjectInvitation, [
  [
    'success',
    'takes it back, as often as one likes, and tells the person',
    async (world) => {
      const { owner, guest, project, own, toOwner } = await invited(world)
      await owner.ok(revokeProjectInvitation, toOwner)
      await owner.ok(revokeProjectInvitation, toOwner)
      expect(await guest.ok(listOwnProjectInvitations, {})).toEqual({ items: [] })
      expect(await guest.ok(getOwnProjectInvitation, own)).toMatchObject({ state: 'revoked' })
      const subject = `Your invitation to ${project} was taken back`
      const mails = (await world.mailsTo(guest.email)).filter((mail) => mail.subject === subject)
      expect(mails).toHaveLength(1)
    },
  ],
  [
    'invitation_over',
    'says what became of one that is answered',
    async (world) => {
      const { owner, guest, own, toOwner } = await invited(world)
      await guest.ok(acceptProjectInvitation, own)
      const answer = await owner.ask(revokeProjectInvitation, toOwner)
      expect(expectProblem(answer, 'invitation_over').reason).toBe('accepted')
    },
  ],
  ...memberRefusals(revokeProjectInvitation, 'owners', ({ project }) => ({
    params: { project, id: NO_ID },
  })),
])

/** Narrow tokens, and invitations of others. */
function ownRefusals(operation: Endpoint): Parameters<typeof casesOf>[1] {
  return [
    [
      'forbidden',
      'takes tokens that manage the whole account, and no others',
      async (world) => {
        const { owner } = await anyTeam(world)
        const raw = toRaw(operation, { params: { id: NO_ID } })
        const headers = await tokenOf(world, owner, ['read', 'upload', 'yank'])
        expectProblem(await world.visitor().send({ ...raw, headers }), 'forbidden')
      },
    ],
  ]
}

const knowsOthers: (operation: Endpoint) => Parameters<typeof casesOf>[1] = (operation) => [
  [
    'not_found',
    'knows none of others',
    async (world) => {
      const { owner, own } = await invited(world)
      expectProblem(await owner.send(toRaw(operation, own)), 'not_found')
      const none = toRaw(operation, { params: { id: NO_ID } })
      expectProblem(await owner.send(none), 'not_found')
    },
  ],
]

const listingOwn = casesOf(listOwnProjectInvitations, [
  [
    'success',
    'shows the open ones, newest first, to the person and to nobody else',
    async (world) => {
      const { owner, guest, project, invitation } = await invited(world)
      const { username: _username, ...shared } = invitation
      expect(await guest.ok(listOwnProjectInvitations, {})).toEqual({
        items: [
          {
            ...shared,
            project: { name: project, normalizedName: project, summary: '' },
            secondFactorMissing: false,
          },
        ],
      })
      expect(await owner.ok(listOwnProjectInvitations, {})).toEqual({ items: [] })
      const second = await world.seedProject(owner, [{ version: '1.0' }])
      await invite(owner, second, guest.username, 'maintainer')
      const { items } = await guest.ok(listOwnProjectInvitations, {})
      expect(items.map((item) => item.project.name)).toEqual([second, project])
      await world.target.ageProjectInvitations(guest.username)
      expect(await guest.ok(listOwnProjectInvitations, {})).toEqual({ items: [] })
    },
  ],
  ...ownRefusals(listOwnProjectInvitations),
])

const gettingOwn = casesOf(getOwnProjectInvitation, [
  [
    'success',
    'shows one with what became of it',
    async (world) => {
      const { guest, project, own } = await invited(world)
      const shown = { state: 'open', project: { name: project } }
      expect(await guest.ok(getOwnProjectInvitation, own)).toMatchObject(shown)
      await world.target.ageProjectInvitations(guest.username)
      expect(await guest.ok(getOwnProjectInvitation, own)).toMatchObject({ state: 'expired' })
    },
  ],
  ...knowsOthers(getOwnProjectInvitation),
  ...ownRefusals(getOwnProjectInvitation),
])

const accepting = casesOf(acceptProjectInvitation, [
  [
    'success',
    'gives the role, once for any number of times, by token too, and tells both sides',
    async (world) => {
      const { owner, guest, project, own } = await invited(world)
      expect(await guest.ok(acceptProjectInvitation, own)).toMatchObject({ state: 'accepted' })
      const headers = await tokenOf(world, guest, ['manage'])
      const call = { ...toRaw(acceptProjectInvitation, own), headers, without: ['origin'] }
      expect((await world.visitor().send(call)).status).toBe(200)
      const { people } = await world.visitor().ok(getProject, { params: { project } })
      expect(people).toContainEqual(
        expect.objectContaining({ username: guest.username, role: 'maintainer' }),
      )
      for (const [person, subject] of [
        [owner, `${guest.username} is a maintainer of ${project} now`],
        [guest, `You are a maintainer of ${project}`],
      ] as const) {
        const mails = await world.mailsTo(person.email)
        expect(mails.filter((mail) => mail.subject === subject)).toHaveLength(1)
      }
    },
  ],
  [
    'invitation_over',
    'says what became of it: expired, revoked, declined',
    async (world) => {
      const { owner, guest, project, own, toOwner } = await invited(world)
      const refused = async (id: string, state: string) => {
        const answer = await guest.ask(acceptProjectInvitation, { params: { id } })
        expect(expectProblem(answer, 'invitation_over').reason).toBe(state)
      }
      await owner.ok(revokeProjectInvitation, toOwner)
      await refused(own.params.id, 'revoked')
      const second = await invite(owner, project, guest.username, 'owner')
      await guest.ok(declineProjectInvitation, { params: { id: second.id } })
      await refused(second.id, 'declined')
      const third = await invite(owner, project, guest.username, 'owner')
      await world.target.ageProjectInvitations(guest.username)
      await refused(third.id, 'expired')
    },
  ],
  [
    'already_member',
    'leaves a role that somebody has meanwhile',
    async (world) => {
      const { guest, project, own } = await invited(world)
      await world.target.addMaintainer(project, guest.username)
      expectProblem(await guest.ask(acceptProjectInvitation, own), 'already_member')
    },
  ],
  [
    'email_unverified',
    'waits for a verified address',
    async (world) => {
      const { guest, own } = await invited(world)
      await world.target.bounce(guest.email)
      expectProblem(await guest.ask(acceptProjectInvitation, own), 'email_unverified')
    },
  ],
  ...knowsOthers(acceptProjectInvitation),
  ...ownRefusals(acceptProjectInvitation),
])

const declining = casesOf(declineProjectInvitation, [
  [
    'success',
    'turns it down, once for any number of times, and tells the owners',
    async (world) => {
      const { owner, guest, project, own } = await invited(world)
      for (let round = 0; round < 2; round += 1) {
        expect(await guest.ok(declineProjectInvitation, own)).toMatchObject({ state: 'declined' })
      }
      const subject = `${guest.username} declined the invitation to ${project}`
      const mails = (await world.mailsTo(owner.email)).filter((mail) => mail.subject === subject)
      expect(mails).toHaveLength(1)
    },
  ],
  [
    'invitation_over',
    'says what became of it',
    async (world) => {
      const { guest, own } = await invited(world)
      await guest.ok(acceptProjectInvitation, own)
      const answer = await guest.ask(declineProjectInvitation, own)
      expect(expectProblem(answer, 'invitation_over').reason).toBe('accepted')
    },
  ],
  ...knowsOthers(declineProjectInvitation),
  ...ownRefusals(declineProjectInvitation),
])

export const projectInvitationCases: readonly Case[] = [
  ...inviting,
  ...listing,
  ...revoking,
  ...listingOwn,
  ...gettingOwn,
  ...accepting,
  ...declining,
]
