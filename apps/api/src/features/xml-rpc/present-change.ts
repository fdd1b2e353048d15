import type { Writable } from './write-answer.ts'
import type { JournalRow } from './xml-rpc.queries.ts'

/** A line of the journal as PyPI words it: name, version, time in seconds, action, serial. */
export function presentChange(row: JournalRow): Writable {
  const at = Math.floor(row.createdAt.getTime() / 1000)
  return [row.name, row.version, at, wordAction(row), Number(row.serial)]
}

function wordAction({ action, filename }: JournalRow): string {
  switch (action) {
    case 'create project':
      return 'create'
    case 'add release':
      return 'new release'
    case 'add file':
      return `add ${tagOf(filename ?? '')} file ${filename ?? ''}`
    case 'remove file':
      return `remove file ${filename ?? ''}`
    default:
      return action
  }
}

/** The Python tag of a wheel: the third part from the end of its name. */
function tagOf(filename: string): string {
  return filename.endsWith('.whl') ? (filename.split('-').at(-3) ?? '') : 'source'
}
