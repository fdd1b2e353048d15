import { BUILT_IN_ISSUERS, type PublisherIdentityInput } from '@wheelhouse/shared-types'
import {
  createPerson,
  createSecret,
  signedIn,
  type Person,
  type TestCaller,
} from '../../../test/callers.ts'
import { leadTo, startIssuerProcess, type IssuerProcess } from '../../../test/oidc-issuer.ts'
import { send, type Answer } from '../../../test/send.ts'
import { startTestApi, type TestApi } from '../../../test/start-test-api.ts'
import { buildWheel, publish } from '../../../test/wheels.ts'

export const SHA = 'a'.repeat(40)

/** What the tokens of each issuer claim when all is as it should be; `aud` and times are added. */
export const CLAIMS = {
  github: {
    sub: 'repo:octo/demo:environment:pypi',
    repository: 'octo/demo',
    repository_owner: 'octo',
    repository_owner_id: '12345',
    job_workflow_ref: 'octo/demo/.github/workflows/release.yml@refs/heads/main',
    ref: 'refs/heads/main',
    sha: SHA,
    event_name: 'push',
    environment: 'pypi',
  },
  gitlab: {
    sub: 'project_path:group/sub/demo:ref_type:branch:ref:main',
    project_path: 'group/sub/demo',
    ci_config_ref_uri: 'gitlab.com/group/sub/demo//ci/publish.yml@refs/heads/main',
    ref_path: 'refs/heads/main',
    sha: SHA,
    environment: 'Release',
  },
  google: { sub: '998877', email: 'bot@demo.iam.gserviceaccount.com', email_verified: true },
  activestate: {
    sub: 'org:acme:project:demo',
    organization: 'acme',
    project: 'demo',
    actor: 'jo',
    actor_id: '5ab1bd5d-0f0c-4c2b-a5e5-3a6a0b1f2c3d',
    builder: 'pypi-publisher',
  },
  ci: { sub: 'job/demo', repository: 'team/demo', ref: 'refs/tags/v1', protected: true },
} as const

export const IDENTITIES = {
  github: {
    kind: 'github',
    owner: 'octo',
    ownerId: '12345',
    repository: 'demo',
    workflow: 'release.yml',
    environment: 'PyPI',
  },
  gitlab: {
    kind: 'gitlab',
    namespace: 'group/sub',
    project: 'demo',
    workflowFilepath: 'ci/publish.yml',
    environment: 'Release',
  },
  google: { kind: 'google', email: 'bot@demo.iam.gserviceaccount.com', sub: '998877' },
  activestate: {
    kind: 'activestate',
    organization: 'acme',
    project: 'demo',
    actor: 'jo',
    actorId: '5AB1BD5D-0f0c-4c2b-a5e5-3a6a0b1f2c3d',
  },
} as const satisfies Record<string, PublisherIdentityInput>

export type IssuerName = keyof typeof CLAIMS | 'forge' | 'nobody' | 'stranger'

export type Publishing = {
  readonly api: TestApi
  readonly issuers: IssuerProcess
  readonly owner: Person
  readonly browser: TestCaller
  /** An API token of the owner. */
  readonly secret: string
  /** Address of an issuer that this process serves under its own. */
  issuerOf(name: 'ci' | 'forge' | 'nobody' | 'stranger'): string
  /** A token that is right but for what is given; times are those of the index. */
  token(
    name: IssuerName,
    claims?: object,
    more?: Parameters<IssuerProcess['sign']>[2],
  ): Promise<string>
  mint(token: unknown): Promise<Answer>
  /** The secret that a right token is exchanged for. */
  minted(name: IssuerName, claims?: object): Promise<string>
  /** Adds a publisher to a project of the owner; its id. */
  trust(project: string, identity: PublisherIdentityInput): Promise<string>
  close(): Promise<void>
}

/**
 * An index that wants second factors, with an owner who has one, their project `demo`, and a process
 * that is every issuer: the built-in ones are led to it, the others have its address.
 */
export async function startPublishing(): Promise<Publishing> {
  const issuers = await startIssuerProcess()
  const issuerOf: Publishing['issuerOf'] = (name) => `${issuers.origin}/${name}`
  for (const [name, issuer] of Object.entries(BUILT_IN_ISSUERS)) await issuers.issue(name, issuer)
  const own = ['ci', 'forge', 'nobody', 'stranger'] as const
  for (const name of own) await issuers.issue(name, issuerOf(name))
  const api = await startTestApi(
    {
      OIDC_ISSUERS: [issuerOf('ci'), issuerOf('forge'), issuerOf('nobody')].join(', '),
      REQUIRE_TWO_FACTOR: 'true',
    },
    { outbound: leadTo(issuers, BUILT_IN_ISSUERS) },
  )
  const owner = await createPerson(api)
  const where = { id: owner.userId }
  await api.deps.db.user.update({ where, data: { hasSecondFactor: true } })
  const secret = await createSecret(api, owner)
  await publish(api, secret, buildWheel('demo', '1.0'))
  const browser = await signedIn(api, owner)

  const token: Publishing['token'] = (name, claims = {}, more = {}) => {
    const now = Math.floor(api.deps.clock.now().getTime() / 1000)
    const base = name in CLAIMS ? CLAIMS[name as keyof typeof CLAIMS] : {}
    const aud = api.deps.config.oidcAudience
    return issuers.sign(name, { iat: now, exp: now + 300, aud, ...base, ...claims }, more)
  }
  const mint: Publishing['mint'] = (identityToken) =>
    send(api.origin, {
      method: 'POST',
      path: '/_/oidc/mint-token',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: identityToken }),
    })
  return {
    api,
    issuers,
    owner,
    browser,
    secret,
    issuerOf,
    token,
    mint,
    minted: async (name, claims) => {
      const answer = await mint(await token(name, claims))
      if (answer.status !== 200) throw new Error(answer.text)
      return answer.json<{ token: string }>().token
    },
    trust: async (project, identity) => {
      const path = `/api/v1/projects/${project}/publishers`
      const answer = await browser.ask('POST', path, { identity })
      if (answer.status !== 201) throw new Error(answer.text)
      return answer.json<{ id: string }>().id
    },
    close: async () => {
      await api.close()
      issuers.close()
    },
  }
}

/** `ok`, or the code of a refusal. */
export function outcomeOf(answer: Answer): string {
  if (answer.status === 200) return 'ok'
  const [error] = answer.json<{ errors?: { code: string }[] }>().errors ?? []
  return answer.status === 422 && error !== undefined ? error.code : `${answer.status}`
}
