/** What an installer needs to be told about a release. */
export type InstallTarget = {
  name: string
  /** Left out for the newest release, which installers choose by themselves. */
  version?: string | undefined
  indexUrl: string
  /** Name of the installation, from which Poetry's name for the index is made. */
  siteName: string
}

/** Safe in a shell: an epoch's `!` would be taken for history, a blank for the next word. */
const quoted = (word: string): string => (/^[\w.+=-]*$/.test(word) ? word : `'${word}'`)

/** A name for an index that every tool takes: lower-case letters, digits and hyphens. */
export function indexSlug(siteName: string): string {
  const slug = siteName
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((part) => part !== '')
    .join('-')
  return slug === '' ? 'index' : slug
}

/** The lines that install a release, by tool. */
export function installCommands({ name, version, indexUrl, siteName }: InstallTarget) {
  const wanted = quoted(version === undefined ? name : `${name}==${version}`)
  const slug = indexSlug(siteName)
  return [
    { id: 'pip', label: 'pip', code: `pip install --index-url ${indexUrl} ${wanted}` },
    { id: 'uv', label: 'uv', code: `uv add --default-index ${indexUrl} ${wanted}` },
    {
      id: 'poetry',
      label: 'Poetry',
      code: [
        `poetry source add --priority=explicit ${slug} ${indexUrl}`,
        `poetry add --source ${slug} ${wanted}`,
      ].join('\n'),
    },
  ] as const
}
