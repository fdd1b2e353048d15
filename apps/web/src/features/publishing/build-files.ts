import type { PublisherIdentity } from '@wheelhouse/shared-types'

/** What a build must know of this index. */
export type BuildTarget = {
  uploadUrl: string
  /** What the tokens of its issuer must be made for. */
  audience: string
}

/** A file, or lines of one, by the tool that they are for. `path`: where it belongs. */
export type BuildFile = {
  id: 'action' | 'uvGithub' | 'gitlab' | 'google' | 'buildkite' | 'shell'
  path: string | undefined
  code: string
}

const lines = (...text: (string | readonly string[])[]) => text.flat().join('\n')

/** The lines that let builds of a publisher upload, ready to copy; the first is the shortest way. */
export function buildFiles(identity: PublisherIdentity, target: BuildTarget): BuildFile[] {
  switch (identity.kind) {
    case 'github': {
      const path = `.github/workflows/${identity.workflow}`
      return [
        { id: 'action', path, code: githubAction(identity, target) },
        { id: 'uvGithub', path, code: githubUv(identity, target) },
      ]
    }
    case 'gitlab':
      return [
        { id: 'gitlab', path: identity.workflowFilepath, code: gitlabPipeline(identity, target) },
      ]
    case 'google':
      return [
        { id: 'google', path: 'cloudbuild.yaml', code: cloudBuild(target) },
        { id: 'shell', path: undefined, code: shell(target) },
      ]
    case 'activestate':
      return [{ id: 'shell', path: undefined, code: shell(target) }]
    case 'oidc':
      return [
        { id: 'shell', path: undefined, code: shell(target) },
        { id: 'buildkite', path: '.buildkite/pipeline.yml', code: buildkite(target) },
      ]
  }
}

type OnGithub = PublisherIdentity & { kind: 'github' }

/** Names of environments may be what YAML takes for something else. */
const quoted = (text: string): string => JSON.stringify(text)

const githubTrigger = ['name: Publish', '', 'on:', '  release:', '    types: [published]', '']

const githubEnvironment = ({ environment }: OnGithub): string[] =>
  environment === null ? [] : [`    environment: ${quoted(environment)}`]

/** What is built runs in a job of its own, which can have no token of the publisher. */
function githubAction(identity: OnGithub, { uploadUrl }: BuildTarget): string {
  return lines(
    githubTrigger,
    'permissions:',
    '  contents: read',
    '',
    'jobs:',
    '  build:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v5',
    '      - run: pipx run build',
    '      - uses: actions/upload-artifact@v4',
    '        with:',
    '          name: dist',
    '          path: dist/',
    '',
    '  publish:',
    '    needs: build',
    '    runs-on: ubuntu-latest',
    githubEnvironment(identity),
    '    permissions:',
    '      id-token: write',
    '    steps:',
    '      - uses: actions/download-artifact@v4',
    '        with:',
    '          name: dist',
    '          path: dist/',
    '      - uses: pypa/gh-action-pypi-publish@release/v1',
    '        with:',
    `          repository-url: ${uploadUrl}`,
  )
}

function githubUv(identity: OnGithub, { uploadUrl }: BuildTarget): string {
  return lines(
    githubTrigger,
    'jobs:',
    '  publish:',
    '    runs-on: ubuntu-latest',
    githubEnvironment(identity),
    '    permissions:',
    '      contents: read',
    '      id-token: write',
    '    steps:',
    '      - uses: actions/checkout@v5',
    '      - uses: astral-sh/setup-uv@v7',
    '      - run: uv build',
    `      - run: uv publish --trusted-publishing always --publish-url ${uploadUrl}`,
  )
}

/**
 * The variable in which uv and others look for a token that GitLab made: the audience in capitals,
 * with an underscore for whatever a variable's name cannot have.
 */
export function gitlabTokenVariable(audience: string): string {
  return `${audience.toUpperCase().replaceAll(/[^A-Z0-9_]|^[^A-Z_]/g, '_')}_ID_TOKEN`
}

function gitlabPipeline(
  { environment }: PublisherIdentity & { kind: 'gitlab' },
  { uploadUrl, audience }: BuildTarget,
): string {
  return lines(
    'publish:',
    '  image: ghcr.io/astral-sh/uv:python3.14-bookworm',
    '  rules:',
    '    - if: $CI_COMMIT_TAG',
    environment === null ? [] : [`  environment: ${quoted(environment)}`],
    '  id_tokens:',
    `    ${gitlabTokenVariable(audience)}:`,
    `      aud: ${quoted(audience)}`,
    '  script:',
    '    - uv build',
    `    - uv publish --trusted-publishing always --publish-url ${uploadUrl}`,
  )
}

/** The address at which tokens are exchanged: at the top of the host that takes uploads. */
const mintUrl = ({ uploadUrl }: BuildTarget): string =>
  new URL('/_/oidc/mint-token', uploadUrl).href

/** For every issuer: its token stands in `OIDC_TOKEN` and becomes one of this index. */
function exchange(target: BuildTarget): string[] {
  return [
    'export UV_PUBLISH_TOKEN=$(',
    `  curl --fail-with-body --silent --show-error ${mintUrl(target)} \\`,
    '    --json "{\\"token\\": \\"$OIDC_TOKEN\\"}" |',
    `    python3 -c 'import json, sys; print(json.load(sys.stdin)["token"])'`,
    ')',
    `uv publish --publish-url ${target.uploadUrl}`,
  ]
}

const shell = (target: BuildTarget): string =>
  lines(`# OIDC_TOKEN: made by the issuer for the audience ${target.audience}`, exchange(target))

const indent = (text: readonly string[], by: string): string[] => text.map((line) => by + line)

function cloudBuild(target: BuildTarget): string {
  const metadata =
    'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity'
  const query = `audience=${encodeURIComponent(target.audience)}&format=full`
  const script = [
    'uv build',
    `OIDC_TOKEN=$(curl --fail --silent --header "Metadata-Flavor: Google" "${metadata}?${query}")`,
    ...exchange(target),
  ]
  return lines(
    'steps:',
    '  - name: ghcr.io/astral-sh/uv:python3.14-bookworm',
    '    script: |',
    '      #!/usr/bin/env bash',
    '      set -euo pipefail',
    '      apt-get update && apt-get install -y curl',
    indent(script, '      '),
  )
}

function buildkite(target: BuildTarget): string {
  const { audience } = target
  return lines(
    'steps:',
    '  - label: publish',
    '    if: build.tag != null',
    '    command: |',
    '      uv build',
    `      OIDC_TOKEN=$$(buildkite-agent oidc request-token --audience ${quoted(audience)})`,
    // A dollar is doubled: Buildkite fills in single ones before the lines run.
    indent(exchange(target), '      ').map((line) => line.replaceAll('$', '$$$$')),
  )
}
