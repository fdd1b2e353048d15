import { screen } from '@testing-library/react'
import { addPendingPublisher, addPublisher, constrainPublisher } from '@wheelhouse/shared-types'
import { lookAtGithub } from '../mock-api/github.ts'
import type { AccountField, AccountForm, App } from './account-forms.ts'
import { ADDRESS, LEFT_OUT, line, unreachable, type Break, type Breaks } from './broken-rules.ts'
import { renderApp } from './render-app.tsx'

const ONE_OF_THEM = unreachable('every choice is one of them')
const FROM_LIST = unreachable('every line of the list is an issuer that is allowed')

const field = (
  name: string,
  label: AccountField['label'],
  right: string,
  breaks: Breaks,
): AccountField => ({ name: `identity.${name}`, label, right, breaks })

/** May be left out: an empty text is none, and never refused. */
const optional = (one: AccountField): AccountField => ({
  ...one,
  optional: true,
  breaks: { ...one.breaks, required: LEFT_OUT },
})

const chosen = (name: string, breaks: Breaks): AccountField => field(name, 'GitHub', '', breaks)

const ENVIRONMENT: Breaks = { ...line(255), environment_shape: 'dev, test' }
const environment = optional(field('environment', /^Environment/, 'release', ENVIRONMENT))
const ACTIVESTATE: Breaks = { ...line(100), activestate_name_shape: '-acme' }

const GITHUB = [
  field('owner', 'Owner', 'octo-org', { ...line(100), owner_shape: 'octo org' }),
  field('repository', 'Repository', 'demo', { ...line(100), repository_shape: 'de mo' }),
  field('workflow', 'Workflow file', 'release.yml', {
    ...line(255),
    workflow_shape: 'release.txt',
  }),
]

const open = (kind: string) => () =>
  renderApp(`/account/projects/tiny/publishing?kind=${kind}`, { as: 'owner' })

async function addClaim({ user }: App): Promise<void> {
  await user.click(screen.getByRole('button', { name: 'Add a claim' }))
  await user.type(await screen.findByLabelText('Claim 2'), 'sub')
  await user.type(screen.getByLabelText('Value 2'), 'again')
}

async function renameClaim({ user }: App): Promise<void> {
  await user.clear(screen.getByLabelText('Claim 2'))
  await user.type(screen.getByLabelText('Claim 2'), 'ref')
}

const claims = (...names: string[]) => names.map((name) => ({ name, value: 'x' }))
const CLAIM_REPEATED: Break = {
  act: addClaim,
  mend: renameClaim,
  posted: claims('sub', 'sub'),
}

/** The forms of trusted publishing. */
export const PUBLISHER_FORMS: readonly AccountForm[] = [
  {
    name: 'add a publisher',
    source: 'features/publishing/add-publisher.tsx',
    open: open('github'),
    operation: addPublisher,
    params: { project: 'tiny' },
    submit: 'Add publisher',
    before: [chosen('kind', { not_one_of: ONE_OF_THEM })],
    fields: [
      ...GITHUB,
      environment,
      optional(
        field('ownerId', /^Account number/, lookAtGithub({ owner: 'octo-org' }).ownerId ?? '', {
          'too_long:20': '1'.repeat(21),
          control_character: '12\u00073',
          owner_id_shape: '012',
        }),
      ),
    ],
    rest: { identity: { kind: 'github' } },
    done: 'The publisher is added',
    shapes: [
      {
        name: 'add a publisher on GitLab',
        open: open('gitlab'),
        before: [
          chosen('issuer', {
            required: FROM_LIST,
            'too_long:500': FROM_LIST,
            control_character: FROM_LIST,
            issuer_shape: FROM_LIST,
            issuer_built_in: FROM_LIST,
          }),
        ],
        fields: [
          field('namespace', 'Group or user', 'octo/tools', {
            ...line(255),
            namespace_shape: '/octo',
          }),
          field('project', 'Project', 'demo', { ...line(100), repository_shape: 'de mo' }),
          field('workflowFilepath', 'Pipeline file', '.gitlab-ci.yml', {
            ...line(255),
            workflow_path_shape: 'ci.txt',
          }),
          environment,
        ],
        rest: { identity: { kind: 'gitlab' } },
      },
      {
        name: 'add a publisher of Google',
        open: open('google'),
        fields: [
          field('email', 'Address of the service account', 'ci@demo.example.org', ADDRESS),
          optional(field('sub', /^Unique id/, '1234', { ...line(255), subject_shape: 'one two' })),
        ],
        rest: { identity: { kind: 'google' } },
      },
      {
        name: 'add a publisher of ActiveState',
        open: open('activestate'),
        fields: [
          field('organization', 'Organization', 'acme', ACTIVESTATE),
          field('project', 'Project', 'demo', ACTIVESTATE),
          field('actor', 'Username of who starts the builds', 'jane', ACTIVESTATE),
          field('actorId', 'Id of this user', '5ab1bd5d-0f0c-4c2b-a5e5-3a6a0b1f2c3d', {
            ...line(36),
            actor_id_shape: 'jane',
          }),
        ],
        rest: { identity: { kind: 'activestate' } },
      },
      {
        name: 'add a publisher of another issuer',
        open: open('oidc'),
        before: [
          field('claims', 'Claim 1', 'sub', {
            claims_too_wide: { typed: 'repository', posted: claims('repository') },
            'too_few:1': unreachable('one row is always there'),
            'too_many:10': unreachable('the button for one more goes away'),
          }),
          field('claims', 'Claim 2', 'ref', { claim_repeated: CLAIM_REPEATED }),
        ],
        fields: [
          field('claims.name', 'Claim 1', 'sub', { ...line(100), claim_name_shape: 'iss' }),
          field('claims.value', 'Value 1', 'repo:octo/demo', line(1000)),
        ],
        rest: {
          identity: { kind: 'oidc', issuer: 'https://ci.example.org', claims: claims('sub') },
        },
      },
    ],
  },
  {
    name: 'add a publisher for a new project',
    source: 'features/publishing/add-pending-publisher.tsx',
    open: () => renderApp('/account/publishing', { as: 'owner' }),
    operation: addPendingPublisher,
    submit: 'Add publisher',
    fields: [
      {
        name: 'project',
        label: 'Name of the new project',
        right: 'brand-new',
        breaks: {
          ...line(200),
          project_name_shape: '-new',
          project_name_taken: {
            typed: 'Tiny',
            wait: 'There is a project of this name already.',
          },
        },
      },
      ...GITHUB.map((one) => ({ ...one, breaks: {} })),
    ],
    rest: { identity: { kind: 'github' } },
    shared: { part: 'identity', with: 'add a publisher' },
    done: 'The publisher for brand-new is added',
  },
  {
    name: 'bind a publisher to an environment',
    source: 'features/publishing/constrain-dialog.tsx',
    open: async () => {
      const app = await renderApp('/account/projects/shipped-by-builds/publishing', {
        as: 'publisher',
      })
      await app.user.click(await screen.findByRole('button', { name: /^Choose an environment/ }))
      return app
    },
    operation: constrainPublisher,
    params: {
      project: 'shipped-by-builds',
      id: '00000000-0000-7000-8000-000000000601',
    },
    submit: 'Trust this environment only',
    fields: [{ name: 'environment', label: 'Environment', right: 'release', breaks: ENVIRONMENT }],
    refusals: { publisher_listed: 'environment' },
    leave: ({ user }) => user.click(screen.getByRole('button', { name: 'Close' })),
    done: /publishes in the environment release only/,
  },
]
