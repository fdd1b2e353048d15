import type { Snippet } from '../../ui/snippet-tabs.tsx'
import { indexSlug } from '../projects/install-commands.ts'

/** What the snippets are filled in with. */
export type TokenUse = {
  secret: string
  /** One address each, as the site tells them. */
  indexUrl: string
  uploadUrl: string
  siteName: string
  /** Names of the tabs that are words. */
  words: { env: string; github: string; gitlab: string }
}

/**
 * Where a token goes, by tool. In files that are kept under version control (builds) it is named,
 * not written: there it belongs into the service's own store of secrets.
 */
export function tokenSnippets(use: TokenUse): Snippet[] {
  const { secret, indexUrl, uploadUrl, siteName, words } = use
  const slug = indexSlug(siteName)
  const variable = `${slug.replaceAll('-', '_').toUpperCase()}_TOKEN`
  const lines = (...text: string[]) => text.join('\n')
  return [
    {
      id: 'env',
      label: words.env,
      code: lines(
        `export TWINE_REPOSITORY_URL=${uploadUrl}`,
        'export TWINE_USERNAME=__token__',
        `export TWINE_PASSWORD=${secret}`,
        'twine upload dist/*',
      ),
    },
    {
      id: 'pypirc',
      label: '~/.pypirc',
      code: lines(
        '[distutils]',
        'index-servers =',
        `    ${slug}`,
        '',
        `[${slug}]`,
        `repository = ${uploadUrl}`,
        'username = __token__',
        `password = ${secret}`,
      ),
    },
    {
      id: 'uv',
      label: 'uv',
      code: lines(
        `export UV_PUBLISH_URL=${uploadUrl}`,
        `export UV_PUBLISH_TOKEN=${secret}`,
        'uv publish',
        '',
        `# Or name the index in pyproject.toml, and run "uv publish --index ${slug}":`,
        '[[tool.uv.index]]',
        `name = "${slug}"`,
        `url = "${indexUrl}"`,
        `publish-url = "${uploadUrl}"`,
      ),
    },
    {
      id: 'poetry',
      label: 'Poetry',
      code: lines(
        `poetry config repositories.${slug} ${uploadUrl}`,
        `poetry config pypi-token.${slug} ${secret}`,
        `poetry publish --build --repository ${slug}`,
      ),
    },
    {
      id: 'github',
      label: words.github,
      code: lines(
        `# Keep the token as the repository's secret ${variable}:`,
        `#   ${secret}`,
        '- run: uv build && uv publish',
        '  env:',
        `    UV_PUBLISH_URL: ${uploadUrl}`,
        `    UV_PUBLISH_TOKEN: \${{ secrets.${variable} }}`,
      ),
    },
    {
      id: 'gitlab',
      label: words.gitlab,
      code: lines(
        `# Keep the token as the masked variable ${variable}:`,
        `#   ${secret}`,
        'publish:',
        '  image: ghcr.io/astral-sh/uv:python3.14-bookworm',
        '  rules:',
        '    - if: $CI_COMMIT_TAG',
        '  variables:',
        `    UV_PUBLISH_URL: ${uploadUrl}`,
        '  script:',
        '    - uv build',
        `    - UV_PUBLISH_TOKEN="$${variable}" uv publish`,
      ),
    },
  ]
}
