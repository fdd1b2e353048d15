import { PackagingError, quoteForMessage } from './packaging-error.ts'

/** Names that Windows gives to devices, whatever the extension. */
const WINDOWS_DEVICE =
  /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)$/i

const MAX_PATH_LENGTH = 1024

/** True for C0 and C1 control characters and DEL. */
export function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return false
}

/**
 * Refuses a member name that some system unpacks outside of the target folder or not at all.
 * `portable` adds what only Windows minds; wheels are installed everywhere, source archives
 * are opened by builders.
 * @throws PackagingError
 */
export function checkMemberPath(path: string, options: { readonly portable: boolean }): void {
  const shown = (): string => quoteForMessage(path)
  if (path === '' || path.length > MAX_PATH_LENGTH || hasControlCharacter(path)) {
    throw new PackagingError(
      'member-path-invalid',
      `Invalid distribution file: member name ${shown()} is empty, too long or has control characters.`,
    )
  }
  if (options.portable && path.includes('\\')) {
    throw new PackagingError(
      'member-path-invalid',
      `Invalid distribution file: member name ${shown()} has a backslash; use / between folders.`,
    )
  }
  if (/^[/\\]/.test(path) || /^[A-Za-z]:/.test(path)) {
    throw new PackagingError(
      'member-path-absolute',
      `Invalid distribution file: member ${shown()} has an absolute path; use paths relative to the archive.`,
    )
  }
  const components = path.split(/[/\\]/)
  if (components.includes('..')) {
    throw new PackagingError(
      'member-path-escapes',
      `Invalid distribution file: member ${shown()} has .. in its path.`,
    )
  }
  if (!options.portable) return
  const inner = path.endsWith('/') ? components.slice(0, -1) : components
  for (const component of inner) {
    if (component === '' || component === '.') {
      throw new PackagingError(
        'member-path-invalid',
        `Invalid distribution file: member name ${shown()} has an empty or . part.`,
      )
    }
    const stem = component.split('.', 1)[0] ?? ''
    if (WINDOWS_DEVICE.test(stem.trimEnd())) {
      throw new PackagingError(
        'member-path-reserved',
        `Invalid distribution file: member ${shown()} has a name that Windows reserves for a device; rename it.`,
      )
    }
  }
}

/**
 * Refuses names that fall together on systems that ignore case or Unicode form, and a file that
 * is a folder at the same time. Exact repetitions are the caller's business.
 * @throws PackagingError `member-path-conflict`
 */
export function checkMemberPathsDiffer(
  members: Iterable<{ readonly name: string; readonly isFolder: boolean }>,
  tick: () => void,
): void {
  const seen = new Map<string, { readonly path: string; readonly isFolder: boolean }>()
  const folded = (path: string): string => path.normalize('NFC').toLowerCase()
  for (const { name, isFolder } of members) {
    tick()
    const path = isFolder ? name.slice(0, -1) : name
    const key = folded(path)
    const other = seen.get(key)
    if (other !== undefined) {
      throw new PackagingError(
        'member-path-conflict',
        `Invalid distribution file: members ${quoteForMessage(other.path)} and ${quoteForMessage(path)} are one file where case is ignored; rename one.`,
      )
    }
    seen.set(key, { path, isFolder })
  }
  for (const [key, { path }] of seen) {
    tick()
    for (
      let slash = key.indexOf('/');
      slash > 0 && slash < key.length - 1;
      slash = key.indexOf('/', slash + 1)
    ) {
      const file = seen.get(key.slice(0, slash))
      if (file !== undefined && !file.isFolder) {
        throw new PackagingError(
          'member-path-conflict',
          `Invalid distribution file: ${quoteForMessage(file.path)} is a file and the folder of ${quoteForMessage(path)}.`,
        )
      }
    }
  }
}
