/** @jest-environment node */
import { describe, expect, test } from '@jest/globals'
import { PublisherIdentity, type PublisherIdentityInput } from '@wheelhouse/shared-types'
import { buildFiles, gitlabTokenVariable } from './build-files.ts'

const UPLOAD = 'https://index.example.org/legacy/'
const MINT = 'https://index.example.org/_/oidc/mint-token'

function filesOf(identity: PublisherIdentityInput, audience = 'wheelhouse') {
  const files = buildFiles(PublisherIdentity.parse(identity), { uploadUrl: UPLOAD, audience })
  return Object.fromEntries(files.map((file) => [file.id, file])) as Record<
    string,
    (typeof files)[0]
  >
}

const github = { kind: 'github', owner: 'octo', repository: 'demo', workflow: 'ship.yml' } as const

describe('on GitHub', () => {
  test('the job that uploads may have a token, and the one that builds may not', () => {
    const { action } = filesOf({ ...github, environment: 'Release' })
    expect(action?.path).toBe('.github/workflows/ship.yml')
    const [before = '', publish = ''] = (action?.code ?? '').split('\n  publish:\n')
    expect(before).not.toContain('id-token')
    expect(publish).toContain('    environment: "release"\n    permissions:\n      id-token: write')
    expect(publish).toContain(
      `pypa/gh-action-pypi-publish@release/v1\n        with:\n          repository-url: ${UPLOAD}`,
    )
  })

  test('uv gets the address, and no environment where none is asked for', () => {
    const { uvGithub } = filesOf(github)
    expect(uvGithub?.code).toContain(
      `uv publish --trusted-publishing always --publish-url ${UPLOAD}`,
    )
    expect(uvGithub?.code).not.toContain('environment')
  })
})

test('on GitLab the token stands in the variable in which uv looks, for the audience', () => {
  const { gitlab } = filesOf(
    { kind: 'gitlab', namespace: 'a', project: 'b', workflowFilepath: 'ci/publish.yml' },
    'my-index',
  )
  expect(gitlab?.path).toBe('ci/publish.yml')
  expect(gitlab?.code).toContain('  id_tokens:\n    MY_INDEX_ID_TOKEN:\n      aud: "my-index"')
  expect(gitlabTokenVariable('2nd.index')).toBe('_ND_INDEX_ID_TOKEN')
})

test('elsewhere the token is exchanged by hand, at the top of the host', () => {
  const claims = [{ name: 'sub', value: 'x' }]
  const { shell, buildkite } = filesOf({ kind: 'oidc', issuer: 'https://ci.example.org', claims })
  expect(shell?.code).toContain(MINT)
  expect(buildkite?.code).toContain('oidc request-token --audience "wheelhouse"')
  // Buildkite would fill in a dollar that stands alone.
  expect(buildkite?.code.replaceAll('$$', '')).not.toContain('$')
  expect(Object.keys(filesOf({ kind: 'google', email: 'ci@example.org' }))).toEqual([
    'google',
    'shell',
  ])
})
