import type { ProjectNews } from '../projects/mail-people.ts'

const MOST_NAMED = 20

/** What the owners hear of yanked releases, or (`reason` undefined) of a yank that was taken back. */
export function yankNews(
  project: string,
  versions: readonly string[],
  actor: string,
  reason: string | undefined,
): ProjectNews {
  const [first = ''] = versions
  const which =
    versions.length === 1 ? `${project} ${first}` : `${versions.length} releases of ${project}`
  const named = versions.slice(0, MOST_NAMED).join(', ')
  const more = versions.length > MOST_NAMED ? ` and ${versions.length - MOST_NAMED} more` : ''
  const list = versions.length === 1 ? [] : [`The releases: ${named}${more}.`]
  if (reason === undefined) {
    return {
      subject: `Not yanked any more: ${which}`,
      what: [`${actor} took the yank of ${which} back: installers choose from it again.`, ...list],
    }
  }
  return {
    subject: `Yanked: ${which}`,
    what: [
      `${actor} yanked ${which}. Installers pass over it, except where exactly this version is asked for.`,
      ...list,
      reason === '' ? 'No reason was given.' : `The reason given: ${reason}`,
      'The yank can be taken back at any time.',
    ],
  }
}
