import { PackagingError, quoteForMessage } from './packaging-error.ts'

const SCRIPT_GROUPS = new Set(['console_scripts', 'gui_scripts'])

function refuse(text: string): never {
  throw new PackagingError(
    'entry-points-invalid',
    `Invalid distribution file: entry_points.txt ${text}`,
  )
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * entry_points.txt: UTF-8, the INI dialect of Python's configparser with `=` as the only sign
 * between name and value; names of scripts become file names, so they hold word characters,
 * dots and dashes only.
 * @throws PackagingError `entry-points-invalid`
 */
export function checkEntryPoints(bytes: Uint8Array): void {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    refuse('is not UTF-8.')
  }
  const groups = new Map<string, Set<string>>()
  let group: { readonly name: string; readonly names: Set<string> } | undefined
  let indent = 0
  let hasName = false
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.trim()
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue
    const lineIndent = line.length - line.trimStart().length
    // Deeper than its name: the value goes on.
    if (hasName && lineIndent > indent) continue
    indent = lineIndent
    const section = /^\[([^\]]+)\]/.exec(content)
    if (section !== null) {
      const name = section[1] ?? ''
      if (groups.has(name)) refuse(`has the group ${quoteForMessage(name)} twice.`)
      group = { name, names: new Set() }
      groups.set(name, group.names)
      hasName = false
      continue
    }
    if (group === undefined) refuse('has a line before the first group.')
    const equals = content.indexOf('=')
    const name = content.slice(0, Math.max(equals, 0)).trim()
    if (equals < 0 || name === '')
      refuse(`has the line ${quoteForMessage(content)}, which is not name = value.`)
    if (group.names.has(name)) refuse(`has the name ${quoteForMessage(name)} twice.`)
    group.names.add(name)
    hasName = true
    if (SCRIPT_GROUPS.has(group.name) && !/^[\p{L}\p{N}_.-]+$/u.test(name)) {
      refuse(`has the script name ${quoteForMessage(name)}; use letters, digits, _, . and - only.`)
    }
  }
}
