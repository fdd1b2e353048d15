import { expect } from '@jest/globals'
import {
  addPublisher,
  constrainPublisher,
  getSite,
  listPublishers,
  MOST_PUBLISHERS,
  removePublisher,
  setTrustedPublishingOnly,
  type PublisherIdentityInput,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw } from '../caller.ts'
import { github, seed, seedWithPublisher, tokenOf, isForOwners } from './publisher-world.ts'

const listing = casesOf(listPublishers, [
  [
    'success',
    'shows owners and maintainers what was added, oldest first',
    async (world) => {
      const { owner, project, params, publisher } = await seedWithPublisher(world)
      const identity = { kind: 'google', email: 'bot@example.org' } as const
      const second = await owner.ok(addPublisher, { params, body: { identity } })
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      const expected = { trustedPublishingOnly: false, items: [publisher, second] }
      expect(await maintainer.ok(listPublishers, { params })).toEqual(expected)
      const headers = await tokenOf(world, owner, ['manage'])
      const answer = await world.visitor().send({ ...toRaw(listPublishers, { params }), headers })
      expect(answer.body).toEqual(expected)
    },
  ],
  [
    'not_found',
    'knows no project of that name',
    async (world) => {
      const missing = { params: { project: world.unique('missing') } }
      expectProblem(await (await world.anyone()).ask(listPublishers, missing), 'not_found')
    },
  ],
  [
    'forbidden',
    'is for people of the project, and tokens that manage it',
    async (world) => {
      const { owner, params } = await seed(world)
      const stranger = await world.person()
      expectProblem(await stranger.ask(listPublishers, { params }), 'forbidden')
      const headers = await tokenOf(world, owner, ['upload', 'yank', 'read'])
      const raw = { ...toRaw(listPublishers, { params }), headers }
      expectProblem(await world.visitor().send(raw), 'forbidden')
    },
  ],
])

const UUID = '5ab1bd5d-0f0c-4c2b-a5e5-3a6a0b1f2c3d'
const KINDS: readonly [given: PublisherIdentityInput, kept: object][] = [
  [
    { ...github, environment: ' PyPI ' },
    { ...github, environment: 'pypi' },
  ],
  [
    {
      kind: 'gitlab',
      namespace: 'a/b',
      project: 'c',
      workflowFilepath: 'ci/x.yml',
      environment: 'Up',
    },
    { issuer: 'https://gitlab.com', namespace: 'a/b', project: 'c', environment: 'Up' },
  ],
  [
    { kind: 'google', email: 'bot@demo.iam.gserviceaccount.com' },
    { email: 'bot@demo.iam.gserviceaccount.com', sub: null },
  ],
  [
    {
      kind: 'activestate',
      organization: 'acme',
      project: 'x',
      actor: 'jo',
      actorId: UUID.toUpperCase(),
    },
    { organization: 'acme', project: 'x', actor: 'jo', actorId: UUID },
  ],
]

/** Fields that are wrong, and what is said of each. */
const WRONG: readonly [identity: object, fields: readonly (readonly [string, string])[]][] = [
  [{ kind: 'jenkins' }, [['kind', 'not_one_of']]],
  [
    { ...github, owner: 'octo/demo', repository: 'octo/demo', workflow: '.github/workflows/x.yml' },
    [
      ['owner', 'owner_shape'],
      ['repository', 'repository_shape'],
      ['workflow', 'workflow_shape'],
    ],
  ],
  [
    { ...github, ownerId: '0x1', workflow: 'release.txt', environment: 'a,b' },
    [
      ['ownerId', 'owner_id_shape'],
      ['workflow', 'workflow_shape'],
      ['environment', 'environment_shape'],
    ],
  ],
  [{ ...github, environment: 'x'.repeat(256) }, [['environment', 'too_long']]],
  [{ ...github, environment: 'a\u0007b' }, [['environment', 'control_character']]],
  [{ ...github, extra: 1 }, [['extra', 'unknown_field']]],
  [
    {
      kind: 'gitlab',
      namespace: 'a//b',
      project: '..',
      workflowFilepath: '../x.yml',
      issuer: 'http://gitlab.com',
    },
    [
      ['issuer', 'issuer_shape'],
      ['namespace', 'namespace_shape'],
      ['project', 'repository_shape'],
      ['workflowFilepath', 'workflow_path_shape'],
    ],
  ],
  [
    { kind: 'google', email: 'bot', sub: 'a b' },
    [
      ['email', 'email_shape'],
      ['sub', 'subject_shape'],
    ],
  ],
  [
    { kind: 'activestate', organization: '-', project: 'x', actor: 'jo', actorId: '7' },
    [
      ['organization', 'activestate_name_shape'],
      ['actorId', 'actor_id_shape'],
    ],
  ],
  [
    { kind: 'oidc', issuer: 'https://gitlab.com', claims: [{ name: 'iss', value: 'x' }] },
    [
      ['issuer', 'issuer_built_in'],
      ['claims/0/name', 'claim_name_shape'],
      ['claims', 'claims_too_wide'],
    ],
  ],
  [
    {
      kind: 'oidc',
      issuer: 'https://nobody.example',
      claims: [{ name: 'repository', value: 'x' }],
    },
    [['claims', 'claims_too_wide']],
  ],
  [
    {
      kind: 'oidc',
      issuer: 'https://nobody.example',
      claims: [
        { name: 'sub', value: 'x' },
        { name: 'sub', value: 'y' },
      ],
    },
    [['claims/1/name', 'claim_repeated']],
  ],
  [
    { kind: 'oidc', issuer: 'https://nobody.example', claims: [{ name: 'sub', value: 'x' }] },
    [['issuer', 'issuer_not_allowed']],
  ],
]

const adding = casesOf(addPublisher, [
  [
    'success',
    'takes each kind, as it is spelled or in its one spelling, and tells the owners',
    async (world) => {
      const { owner, project, params } = await seed(world)
      for (const [identity, kept] of KINDS) {
        const added = await owner.ok(addPublisher, { params, body: { identity } })
        expect(added).toMatchObject({ identity: kept, addedBy: owner.username, lastUsedAt: null })
      }
      const mails = await world.mailsTo(owner.email)
      const subject = `A trusted publisher was added to ${project}`
      expect(mails.filter((mail) => mail.subject === subject)).toHaveLength(KINDS.length)
    },
  ],
  [
    'success',
    'takes an issuer that this installation allows, and a token that manages',
    async (world) => {
      const { owner, params } = await seed(world)
      const { trustedPublishing } = await world.visitor().ok(getSite, {})
      const [issuer = ''] = trustedPublishing?.issuers ?? []
      const identity = { kind: 'oidc' as const, issuer, claims: [{ name: 'sub', value: 'job/x' }] }
      const call = toRaw(addPublisher, { params, body: { identity } })
      const headers = await tokenOf(world, owner, ['manage'])
      const answer = await world.visitor().send({ ...call, headers, without: ['origin'] })
      expect(answer).toMatchObject({ status: 201, body: { identity, constrainable: false } })
    },
  ],
  [
    'validation_failed',
    'says what is wrong with which field',
    async (world) => {
      const { owner, params } = await seed(world)
      for (const [identity, fields] of WRONG) {
        const answer = await owner.ask(addPublisher, { params, body: { identity } as never })
        const pointers = fields.map(([name, code]) => [`/body/identity/${name}`, code] as const)
        expectProblem(answer, 'validation_failed', pointers)
      }
    },
  ],
  [
    'not_found',
    'knows no project of that name',
    async (world) => {
      const call = { params: { project: world.unique('missing') }, body: { identity: github } }
      expectProblem(await (await world.anyone()).ask(addPublisher, call), 'not_found')
    },
  ],
  [
    'forbidden',
    'is for owners',
    async (world) => {
      const seeded = await seed(world)
      const call = { params: seeded.params, body: { identity: github } }
      await isForOwners(world, addPublisher, seeded, call)
    },
  ],
  [
    'email_unverified',
    'needs a verified address',
    async (world) => {
      const { owner, params } = await seed(world)
      await world.target.bounce(owner.email)
      const answer = await owner.ask(addPublisher, { params, body: { identity: github } })
      expectProblem(answer, 'email_unverified')
    },
  ],
  [
    'publisher_listed',
    'knows the same identity in another spelling',
    async (world) => {
      const { owner, params } = await seedWithPublisher(world)
      const identity = { ...github, owner: 'octo-org', repository: 'DEMO' }
      const answer = await owner.ask(addPublisher, { params, body: { identity } })
      expectProblem(answer, 'publisher_listed')
      const other = { ...identity, environment: 'prod' }
      await owner.ok(addPublisher, { params, body: { identity: other } })
    },
  ],
  [
    'too_many_publishers',
    'takes no more than are allowed',
    async (world) => {
      const { owner, params } = await seed(world)
      const add = (count: number) => {
        const identity = { kind: 'google' as const, email: `bot${count}@example.org` }
        return owner.ask(addPublisher, { params, body: { identity } })
      }
      for (let count = 0; count < MOST_PUBLISHERS; count += 1) await add(count)
      expectProblem(await add(MOST_PUBLISHERS), 'too_many_publishers')
    },
  ],
])

const removing = casesOf(removePublisher, [
  [
    'success',
    'takes it away, and tells the owners',
    async (world) => {
      const { owner, project, params, own } = await seedWithPublisher(world)
      await owner.ok(removePublisher, own)
      expect((await owner.ok(listPublishers, { params })).items).toEqual([])
      const [last] = (await world.mailsTo(owner.email)).slice(-1)
      expect(last?.subject).toBe(`A trusted publisher was removed from ${project}`)
      expectProblem(await owner.ask(removePublisher, own), 'not_found')
    },
  ],
  [
    'not_found',
    'knows no publisher of another project',
    async (world) => {
      const { own } = await seedWithPublisher(world)
      const { owner, params } = await seed(world)
      const call = { params: { ...params, id: own.params.id } }
      expectProblem(await owner.ask(removePublisher, call), 'not_found')
    },
  ],
  [
    'forbidden',
    'is for owners',
    async (world) => {
      const seeded = await seedWithPublisher(world)
      await isForOwners(world, removePublisher, seeded, seeded.own)
    },
  ],
  [
    'publisher_needed',
    'leaves one while nobody else may upload',
    async (world) => {
      const { owner, params, own } = await seedWithPublisher(world)
      await owner.ok(setTrustedPublishingOnly, { params, body: { enabled: true } })
      expectProblem(await owner.ask(removePublisher, own), 'publisher_needed')
      await owner.ok(setTrustedPublishingOnly, { params, body: { enabled: false } })
      await owner.ok(removePublisher, own)
    },
  ],
])

const constraining = casesOf(constrainPublisher, [
  [
    'success',
    'puts one with the environment in its place',
    async (world) => {
      const { owner, params, own, publisher } = await seedWithPublisher(world)
      expect(publisher.constrainable).toBe(true)
      const bound = await owner.ok(constrainPublisher, { ...own, body: { environment: 'PyPI' } })
      expect(bound).toMatchObject({
        identity: { ...github, environment: 'pypi' },
        constrainable: false,
      })
      expect((await owner.ok(listPublishers, { params })).items).toEqual([bound])
    },
  ],
  [
    'not_found',
    'knows no publisher of another project',
    async (world) => {
      const { own } = await seedWithPublisher(world)
      const { owner, params } = await seed(world)
      const call = { params: { ...params, id: own.params.id }, body: { environment: 'x' } }
      expectProblem(await owner.ask(constrainPublisher, call), 'not_found')
    },
  ],
  [
    'forbidden',
    'is for owners',
    async (world) => {
      const seeded = await seedWithPublisher(world)
      const call = { ...seeded.own, body: { environment: 'x' } }
      await isForOwners(world, constrainPublisher, seeded, call)
    },
  ],
  [
    'publisher_listed',
    'makes no two of one',
    async (world) => {
      const { owner, params, own } = await seedWithPublisher(world)
      const identity = { ...github, environment: 'prod' }
      await owner.ok(addPublisher, { params, body: { identity } })
      const answer = await owner.ask(constrainPublisher, { ...own, body: { environment: 'Prod' } })
      expectProblem(answer, 'publisher_listed')
    },
  ],
  [
    'publisher_not_constrainable',
    'is for those that know environments and have none',
    async (world) => {
      const google = { kind: 'google', email: 'bot@example.org' } as const
      for (const identity of [google, { ...github, environment: 'prod' }]) {
        const { owner, own } = await seedWithPublisher(world, identity)
        const answer = await owner.ask(constrainPublisher, { ...own, body: { environment: 'x' } })
        expectProblem(answer, 'publisher_not_constrainable')
      }
    },
  ],
])

const switching = casesOf(setTrustedPublishingOnly, [
  [
    'success',
    'is told in the list and by mail, once',
    async (world) => {
      const { owner, project, params } = await seedWithPublisher(world)
      const on = { params, body: { enabled: true } }
      expect(await owner.ok(setTrustedPublishingOnly, on)).toEqual({ enabled: true })
      await owner.ok(setTrustedPublishingOnly, on)
      const list = await owner.ok(listPublishers, { params })
      expect(list.trustedPublishingOnly).toBe(true)
      const mails = await world.mailsTo(owner.email)
      const subject = `Only trusted publishers can upload to ${project} now`
      expect(mails.filter((mail) => mail.subject === subject)).toHaveLength(1)
    },
  ],
  [
    'not_found',
    'knows no project of that name',
    async (world) => {
      const call = { params: { project: world.unique('missing') }, body: { enabled: false } }
      expectProblem(await (await world.anyone()).ask(setTrustedPublishingOnly, call), 'not_found')
    },
  ],
  [
    'forbidden',
    'is for owners',
    async (world) => {
      const seeded = await seed(world)
      const call = { params: seeded.params, body: { enabled: false } }
      await isForOwners(world, setTrustedPublishingOnly, seeded, call)
    },
  ],
  [
    'publisher_needed',
    'leaves nobody without a way to upload',
    async (world) => {
      const { owner, params } = await seed(world)
      const answer = await owner.ask(setTrustedPublishingOnly, { params, body: { enabled: true } })
      expectProblem(answer, 'publisher_needed')
    },
  ],
])

export const publisherCases: readonly Case[] = [
  ...listing,
  ...adding,
  ...removing,
  ...constraining,
  ...switching,
]
