import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { send } from '../../test/send.ts'
import { startTestApi } from '../../test/start-test-api.ts'
import type { Signing } from '../../test/oidc-issuer-process.ts'
import { buildWheel, publish } from '../../test/wheels.ts'
import {
  IDENTITIES,
  outcomeOf,
  SHA,
  startPublishing,
  type IssuerName,
  type Publishing,
} from './test/start-publishing.ts'

let site: Publishing
beforeAll(async () => {
  site = await startPublishing()
  for (const identity of Object.values(IDENTITIES)) await site.trust('demo', identity)
  await site.trust('demo', {
    kind: 'oidc',
    issuer: site.issuerOf('ci'),
    claims: [
      { name: 'repository', value: 'team/demo' },
      { name: 'protected', value: 'true' },
    ],
  })
  await site.trust('demo', {
    kind: 'gitlab',
    issuer: site.issuerOf('forge'),
    namespace: 'team',
    project: 'demo',
    workflowFilepath: '.gitlab-ci.yml',
  })
  await publish(site.api, site.secret, buildWheel('loose', '1.0'))
  await site.trust('loose', { ...IDENTITIES.github, repository: 'loose', environment: null })
  await site.trust('loose', {
    ...IDENTITIES.google,
    email: 'any@loose.iam.gserviceaccount.com',
    sub: null,
  })
}, 60_000)
afterAll(() => site.close())

const workflow = (file: string, at = 'refs/heads/main', repository = 'octo/demo') => ({
  job_workflow_ref: `${repository}/.github/workflows/${file}@${at}`,
})
const loose = {
  repository: 'octo/loose',
  ...workflow('release.yml', 'refs/heads/main', 'octo/loose'),
}
const pipeline = (file: string, at = 'refs/heads/main', path = 'gitlab.com/group/sub/demo') => ({
  ci_config_ref_uri: `${path}//${file}@${at}`,
})
const forge = (host: string) => ({
  sub: 'project_path:team/demo:ref_type:tag:ref:v1',
  project_path: 'team/demo',
  ci_config_ref_uri: `${host}/team/demo//.gitlab-ci.yml@refs/tags/v1`,
  ref_path: 'refs/tags/v1',
  sha: SHA,
})
/** Seconds from now, by the clock of the index. */
const at = (seconds: number) => Math.floor(site.api.clock.now().getTime() / 1000) + seconds

type Wrong = { header?: object; how?: Signing }
type Row = readonly [
  what: string,
  issuer: IssuerName,
  claims: () => object,
  expected: string,
  wrong?: Wrong,
]
const as = (claims: object) => () => claims

const WHOM = 'invalid-publisher'
const HOW = 'invalid-token'

/** Each claim wrong in turn, of each provider; then everything by which a token itself can be wrong. */
const TABLE: readonly Row[] = [
  ['GitHub: as it should be', 'github', as({}), 'ok'],
  [
    'GitHub: names in another case',
    'github',
    as({
      repository: 'OCTO/Demo',
      repository_owner: 'Octo',
      ...workflow('release.yml', 'refs/heads/main', 'Octo/DEMO'),
    }),
    'ok',
  ],
  ['GitHub: another form of sub', 'github', as({ sub: 'repository_owner:octo' }), 'ok'],
  ['GitHub: claims that nobody knows', 'github', as({ something_new: ['x'] }), 'ok'],
  ['GitHub: workflow named by its commit', 'github', as(workflow('release.yml', SHA)), 'ok'],
  [
    'GitHub: no ref, workflow by commit',
    'github',
    as({ ref: '', ...workflow('release.yml', SHA) }),
    'ok',
  ],
  ['GitHub: neither ref nor sha', 'github', as({ ref: '', sha: null }), WHOM],
  ['GitHub: another repository', 'github', as({ repository: 'octo/other' }), WHOM],
  [
    'GitHub: another repository, whole',
    'github',
    as({ repository: 'octo/other', ...workflow('release.yml', 'refs/heads/main', 'octo/other') }),
    WHOM,
  ],
  ['GitHub: no repository', 'github', as({ repository: null }), WHOM],
  ['GitHub: repository is a list', 'github', as({ repository: ['octo/demo'] }), WHOM],
  ['GitHub: another owner', 'github', as({ repository_owner: 'mallory' }), WHOM],
  ['GitHub: no owner', 'github', as({ repository_owner: null }), WHOM],
  [
    'GitHub: the name was taken by another account',
    'github',
    as({ repository_owner_id: '99' }),
    WHOM,
  ],
  ['GitHub: no owner id', 'github', as({ repository_owner_id: null }), WHOM],
  ['GitHub: owner id is a number', 'github', as({ repository_owner_id: 12345 }), WHOM],
  ['GitHub: another workflow', 'github', as(workflow('test.yml')), WHOM],
  ['GitHub: workflow in another case', 'github', as(workflow('Release.yml')), WHOM],
  [
    'GitHub: workflow of another repository',
    'github',
    as(workflow('release.yml', 'refs/heads/main', 'lib/shared')),
    WHOM,
  ],
  [
    'GitHub: workflow at another ref',
    'github',
    as(workflow('release.yml', 'refs/heads/evil')),
    WHOM,
  ],
  [
    'GitHub: branch named like the workflow',
    'github',
    as({
      ref: 'refs/heads/release.yml',
      ...workflow('x.yml@refs/heads/release.yml', 'refs/heads/main'),
    }),
    WHOM,
  ],
  ['GitHub: no workflow', 'github', as({ job_workflow_ref: null }), WHOM],
  ['GitHub: pull_request_target', 'github', as({ event_name: 'pull_request_target' }), WHOM],
  ['GitHub: no event', 'github', as({ event_name: null }), WHOM],
  ['GitHub: another environment', 'github', as({ environment: 'staging' }), WHOM],
  ['GitHub: no environment', 'github', as({ environment: null }), WHOM],
  ['GitHub: environment in another case', 'github', as({ environment: 'PYPI' }), 'ok'],
  ['GitHub: any environment, none', 'github', as({ ...loose, environment: null }), 'ok'],
  ['GitHub: any environment, one', 'github', as({ ...loose, environment: 'x' }), 'ok'],
  ['GitLab: as it should be', 'gitlab', as({}), 'ok'],
  [
    'GitLab: path in another case',
    'gitlab',
    as({
      project_path: 'Group/Sub/Demo',
      ...pipeline('ci/publish.yml', 'refs/heads/main', 'gitlab.com/GROUP/sub/demo'),
    }),
    'ok',
  ],
  ['GitLab: pipeline named by its commit', 'gitlab', as(pipeline('ci/publish.yml', SHA)), 'ok'],
  [
    'GitLab: sub of another project',
    'gitlab',
    as({ sub: 'project_path:group/sub/demo2:ref_type:branch' }),
    WHOM,
  ],
  ['GitLab: no sub', 'gitlab', as({ sub: null }), WHOM],
  ['GitLab: another project', 'gitlab', as({ project_path: 'group/sub/other' }), WHOM],
  ['GitLab: another pipeline', 'gitlab', as(pipeline('.gitlab-ci.yml')), WHOM],
  [
    'GitLab: pipeline on another host',
    'gitlab',
    as(pipeline('ci/publish.yml', 'refs/heads/main', 'evil.example/group/sub/demo')),
    WHOM,
  ],
  [
    'GitLab: pipeline at another ref',
    'gitlab',
    as(pipeline('ci/publish.yml', 'refs/heads/evil')),
    WHOM,
  ],
  ['GitLab: environment in another case', 'gitlab', as({ environment: 'release' }), WHOM],
  ['GitLab: no environment', 'gitlab', as({ environment: null }), WHOM],
  ['GitLab of our own', 'forge', () => forge(new URL(site.issuerOf('forge')).host), 'ok'],
  ['GitLab of our own, claims of gitlab.com', 'forge', () => forge('gitlab.com'), WHOM],
  ['GitLab of our own says it is gitlab.com', 'forge', as({ iss: 'https://gitlab.com' }), HOW],
  ['Google: as it should be', 'google', as({}), 'ok'],
  ['Google: another address', 'google', as({ email: 'x@demo.iam.gserviceaccount.com' }), WHOM],
  ['Google: address not verified', 'google', as({ email_verified: false }), WHOM],
  ['Google: verified as a word', 'google', as({ email_verified: 'true' }), WHOM],
  ['Google: another account of that address', 'google', as({ sub: '1' }), WHOM],
  [
    'Google: any account of an address',
    'google',
    as({ email: 'any@loose.iam.gserviceaccount.com', sub: '1' }),
    'ok',
  ],
  ['ActiveState: as it should be', 'activestate', as({}), 'ok'],
  ['ActiveState: another sub', 'activestate', as({ sub: 'org:acme:project:other' }), WHOM],
  ['ActiveState: another organization', 'activestate', as({ organization: 'other' }), WHOM],
  ['ActiveState: another project', 'activestate', as({ project: 'other' }), WHOM],
  [
    'ActiveState: another actor',
    'activestate',
    as({ actor_id: '00000000-0f0c-4c2b-a5e5-3a6a0b1f2c3d' }),
    WHOM,
  ],
  ['ActiveState: another builder', 'activestate', as({ builder: 'other' }), WHOM],
  ['any issuer: as it should be', 'ci', as({}), 'ok'],
  ['any issuer: by an elliptic key', 'ci', as({}), 'ok', { how: 'ec' }],
  ['any issuer: one claim is another', 'ci', as({ protected: false }), WHOM],
  ['any issuer: one claim is missing', 'ci', as({ repository: null }), WHOM],
  ['any issuer: one claim is a list', 'ci', as({ repository: ['team/demo'] }), WHOM],
  ['an issuer that no project trusts', 'nobody', as({}), WHOM],
  ['an issuer that is not allowed', 'stranger', as({}), 'invalid-payload'],
  ['no issuer', 'github', as({ iss: null }), 'invalid-payload'],
  [
    'an issuer with a slash more',
    'github',
    as({ iss: 'https://token.actions.githubusercontent.com/' }),
    'invalid-payload',
  ],
  ['not signed', 'github', as({}), HOW, { how: 'none' }],
  ['signed with the public key as a secret', 'github', as({}), HOW, { how: 'secret' }],
  ['an algorithm that GitHub does not have', 'github', as({}), HOW, { how: 'ec' }],
  ['signed by somebody else', 'github', as({}), HOW, { how: 'stranger' }],
  ['claims changed after signing', 'github', as({}), HOW, { how: 'tampered' }],
  ['no kid', 'github', as({}), HOW, { header: { kid: null } }],
  ['an unknown kid', 'github', as({}), HOW, { header: { kid: 'unheard-of' } }],
  ['another audience', 'github', as({ aud: 'pypi' }), HOW],
  ['no audience', 'github', as({ aud: null }), HOW],
  ['two audiences', 'github', () => ({ aud: [site.api.deps.config.oidcAudience, 'pypi'] }), HOW],
  ['the audience in a list', 'github', () => ({ aud: [site.api.deps.config.oidcAudience] }), 'ok'],
  ['expired within the leeway', 'github', () => ({ exp: at(-20) }), 'ok'],
  ['expired', 'github', () => ({ exp: at(-40) }), HOW],
  ['never ends', 'github', as({ exp: null }), HOW],
  ['ends in the far future', 'github', as({ exp: 1e18 }), HOW],
  ['issued a little ahead', 'github', () => ({ iat: at(20) }), 'ok'],
  ['issued in the future', 'github', () => ({ iat: at(40) }), HOW],
  ['never issued', 'github', as({ iat: null }), HOW],
  ['not before a little ahead', 'github', () => ({ nbf: at(20) }), 'ok'],
  ['not before later', 'github', () => ({ nbf: at(40) }), HOW],
  ['times as text', 'github', () => ({ exp: String(at(300)) }), HOW],
  ['jti is a number', 'github', as({ jti: 7 }), HOW],
  ['no jti', 'github', as({ jti: null }), 'ok'],
]

test(`${TABLE.length} tokens`, async () => {
  const got: [string, string][] = []
  for (const [what, issuer, claims, , wrong] of TABLE) {
    const answer = await site.mint(await site.token(issuer, claims(), wrong))
    got.push([what, outcomeOf(answer)])
  }
  expect(got).toEqual(TABLE.map(([what, , , expected]) => [what, expected]))
  // What nobody trusts, or the operator did not allow, is never asked for its keys.
  expect([await site.issuers.asked('nobody'), await site.issuers.asked('stranger')]).toEqual([0, 0])
  // All those tokens, one with an unknown key among them, had GitHub asked once.
  expect(await site.issuers.asked('github')).toBe(1)
}, 60_000)

test('what is exchanged has the form that clients know', async () => {
  const answer = await site.mint(await site.token('github'))
  expect(answer.json()).toEqual({
    success: true,
    token: expect.stringMatching(/^whp_[\w-]{43}$/),
    expires: expect.any(Number),
  })
  expect(answer.headers['cache-control']).toBe('no-store')
  const { expires } = answer.json<{ expires: number }>()
  expect(Math.abs(expires - at(900))).toBeLessThanOrEqual(5)
  const refused = await site.mint(await site.token('github', { environment: 'staging' }))
  expect(refused.status).toBe(422)
  expect(refused.json()).toMatchObject({
    message: 'Token request failed',
    errors: [{ code: WHOM, description: expect.stringContaining('environment=staging') }],
  })
  const old = await send(site.api.origin, {
    method: 'POST',
    path: '/_/oidc/github/mint-token',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: await site.token('github') }),
  })
  expect(old.status).toBe(200)
})

test.each<[string, string, string]>([
  ['no JSON', '{"token"', 'application/json'],
  ['no object', '"x"', 'application/json'],
  ['no token', '{}', 'application/json'],
  ['a token that is none', '{"token":"a.b.c"}', 'application/json'],
  ['a token that is no text', '{"token":1}', 'application/json'],
  ['a token without end', JSON.stringify({ token: 'x'.repeat(20_000) }), 'application/json'],
  ['a body without end', JSON.stringify({ token: 'x'.repeat(100_000) }), 'application/json'],
  ['a form', 'token=x', 'application/x-www-form-urlencoded'],
])('%s is invalid-payload', async (_what, body, type) => {
  const answer = await send(site.api.origin, {
    method: 'POST',
    path: '/_/oidc/mint-token',
    headers: { 'content-type': type },
    body,
  })
  expect(outcomeOf(answer)).toBe('invalid-payload')
})

describe('of 200 exchanges at once of one token', () => {
  test.each([
    ['with jti', {}],
    ['without', { jti: null }],
  ])(
    '%s, one succeeds',
    async (_what, claims) => {
      const token = await site.token('github', claims)
      const answers = await Promise.all(Array.from({ length: 200 }, () => site.mint(token)))
      const outcomes = answers.map(outcomeOf)
      expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'invalid-reuse-token')).toHaveLength(199)
    },
    60_000,
  )

  test('another spelling of the signature does not make it a new token', async () => {
    const token = await site.token('github', { jti: null })
    expect(outcomeOf(await site.mint(token))).toBe('ok')
    expect(outcomeOf(await site.mint(`${token}=`))).not.toBe('ok')
    // Of 256 bytes the last character carries four bits; the other two can be anything.
    const last = token.at(-1)!
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const respelled = `${token.slice(0, -1)}${alphabet[alphabet.indexOf(last) + 1]}`
    expect(outcomeOf(await site.mint(respelled))).not.toBe('ok')
  })
})

describe('the keys of an issuer', () => {
  const MINUTE = 60_000
  const exchange = async () => outcomeOf(await site.mint(await site.token('ci')))
  const forgotten = async () => {
    site.api.clock.advance(25 * 60 * MINUTE)
    const asked = await site.issuers.asked('ci')
    return async () => (await site.issuers.asked('ci')) - asked
  }

  test('new ones are taken within a minute, and asked for once', async () => {
    const asked = await forgotten()
    expect(await exchange()).toBe('ok')
    await site.issuers.rotate('ci')
    const early = await Promise.all(Array.from({ length: 50 }, exchange))
    expect(new Set(early)).toEqual(new Set([HOW]))
    site.api.clock.advance(MINUTE)
    const late = await Promise.all(Array.from({ length: 10 }, exchange))
    expect(new Set(late)).toEqual(new Set(['ok']))
    expect(await asked()).toBe(2)
  })

  test('one that was taken back is refused after a quarter of an hour', async () => {
    const old = await site.token('ci', { exp: at(90_000) })
    await site.issuers.rotate('ci')
    site.api.clock.advance(16 * MINUTE)
    expect(outcomeOf(await site.mint(old))).toBe(HOW)
  })

  test('old ones are used for a day while the issuer is away, and it is not asked without end', async () => {
    site.api.clock.advance(2 * MINUTE)
    expect(await exchange()).toBe('ok')
    await site.issuers.behave('ci', 'away')
    const asked = await site.issuers.asked('ci')
    for (const hours of [1, 10, 12]) {
      site.api.clock.advance(hours * 60 * MINUTE)
      expect(await exchange()).toBe('ok')
      expect(await exchange()).toBe('ok')
    }
    expect((await site.issuers.asked('ci')) - asked).toBe(3)
    site.api.clock.advance(2 * 60 * MINUTE)
    expect(await exchange()).toBe(HOW)
    await site.issuers.behave('ci', 'good')
    site.api.clock.advance(MINUTE)
    expect(await exchange()).toBe('ok')
  })

  test.each(['away', 'redirect', 'huge', 'no-json', 'other-issuer', 'weak'] as const)(
    'an issuer that is %s gives none',
    async (as) => {
      const asked = await forgotten()
      await site.issuers.behave('ci', as)
      expect(await exchange()).toBe(HOW)
      expect(await exchange()).toBe(HOW)
      await site.issuers.behave('ci', 'good')
      expect(await asked()).toBe(1)
    },
  )
})

describe('where clients find the exchange', () => {
  const get = (path: string, accept?: string) =>
    send(site.api.origin, { path, headers: accept === undefined ? {} : { accept } })
  const PYTP = 'application/vnd.pypi.pytp.v1+json'
  const discovery = '/.well-known/pytp?discover=%2Flegacy%2F'

  test('the audience is the host of the site', async () => {
    const answer = await get('/_/oidc/audience')
    expect(answer.json()).toEqual({ audience: new URL(site.api.deps.config.PUBLIC_URL).host })
    const { trustedPublishing } = (await get('/api/v1/site')).json()
    expect(trustedPublishing).toMatchObject(answer.json())
  })

  test('PEP 807 tells both addresses', async () => {
    const answer = await get(discovery, PYTP)
    expect([answer.status, answer.headers['content-type']]).toEqual([
      200,
      expect.stringContaining(PYTP),
    ])
    const { PUBLIC_URL } = site.api.deps.config
    expect(answer.json()).toEqual({
      'audience-endpoint': `${PUBLIC_URL}/_/oidc/audience`,
      'token-mint-endpoint': `${PUBLIC_URL}/_/oidc/mint-token`,
    })
    expect((await get(discovery)).status).toBe(200)
    expect((await get(discovery, 'text/html')).status).toBe(406)
    expect((await get('/.well-known/pytp?discover=%2Fother%2F', PYTP)).status).toBe(404)
    expect((await get('/.well-known/pytp', PYTP)).status).toBe(404)
  })

  test('other methods are told', async () => {
    const answer = await get('/_/oidc/mint-token')
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST'])
  })

  test('switched off, all say so', async () => {
    const api = await startTestApi({ TRUSTED_PUBLISHING: 'off' })
    try {
      const ask = (path: string, method = 'GET') =>
        send(api.origin, {
          path,
          method,
          ...(method === 'GET'
            ? {}
            : { headers: { 'content-type': 'application/json' }, body: '{"token":"x"}' }),
        })
      expect((await ask('/_/oidc/audience')).status).toBe(403)
      expect(outcomeOf(await ask('/_/oidc/mint-token', 'POST'))).toBe('not-enabled')
      expect((await ask(discovery)).status).toBe(404)
      expect((await ask('/api/v1/site')).json()).toMatchObject({ trustedPublishing: null })
    } finally {
      await api.close()
    }
  }, 60_000)
})
