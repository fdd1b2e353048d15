import { MAX_NAMES_LENGTH } from './budget.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'
import { refuseTar } from './tar-header.ts'

export type TarMemberKind = 'file' | 'folder' | 'hard-link' | 'symbolic-link'

export interface TarMember {
  readonly kind: TarMemberKind
}

/** The folders and files of a tar archive, and the rules for the links between them. */
export class TarTree {
  readonly members = new Map<string, TarMember>()
  #namesLength = 0

  /**
   * Takes a member in and gives its clean path.
   * @throws PackagingError `tar-link-escapes`, `member-path-conflict`, `member-path-invalid`
   */
  add(name: string, kind: TarMemberKind, linkName: string): string {
    const path = cleanPath(name)
    this.#namesLength += path.length + linkName.length
    if (this.#namesLength > MAX_NAMES_LENGTH) {
      refuseTar('archive-too-many-members', 'the names in the tar archive are too long in sum.')
    }
    if (path === '') {
      // `./` itself, which some writers put first.
      if (kind !== 'folder') refuseTar('member-path-invalid', 'a tar member has no name.')
      return path
    }
    const before = this.members.get(path)
    // Two files of one name: the last one wins on disk, the first one in some readers. Harmless
    // for folders only.
    if (before !== undefined && !(before.kind === 'folder' && kind === 'folder')) {
      refuseTar('member-path-conflict', `the tar member ${quoteForMessage(path)} is there twice.`)
    }
    if (kind === 'symbolic-link') {
      checkSymbolicLink(path, linkName)
    }
    if (kind === 'hard-link') this.#checkHardLink(path, linkName)
    this.members.set(path, { kind })
    return path
  }

  #checkHardLink(path: string, linkName: string): void {
    const target = cleanPath(linkName)
    const found = linkName.startsWith('/') ? undefined : this.members.get(target)
    if (found === undefined || (found.kind !== 'file' && found.kind !== 'hard-link')) {
      throw new PackagingError(
        'tar-link-escapes',
        `Invalid distribution file: hard link ${quoteForMessage(path)} does not point to an earlier file of the archive.`,
      )
    }
  }

  /**
   * No member may lie below a link or a file: what it then is depends on the order of unpacking.
   * @throws PackagingError `tar-through-link`
   */
  checkLinks(tick: () => void): void {
    for (const path of this.members.keys()) {
      tick()
      for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        const above = this.members.get(path.slice(0, slash))
        if (above === undefined || above.kind === 'folder') continue
        refuseTar(
          above.kind === 'symbolic-link' ? 'tar-through-link' : 'member-path-conflict',
          `the tar member ${quoteForMessage(path)} lies below a member that is no folder.`,
        )
      }
    }
  }
}

/** Drops `./` in front, doubled slashes and a slash at the end. */
function cleanPath(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

/**
 * A link may lead up (`..` in front only, so that no other link can bend the way) and down
 * again, but not out of the top folder.
 */
function checkSymbolicLink(path: string, target: string): void {
  const refuse = (): never =>
    refuseTar(
      'tar-link-escapes',
      `link ${quoteForMessage(path)} leads out of the archive's folder.`,
    )
  if (target === '' || target.startsWith('/') || target.includes('\\') || /^[A-Za-z]:/.test(target))
    refuse()
  const parts = target.split('/').filter((part) => part !== '' && part !== '.')
  let depth = path.split('/').length - 1
  let wentDown = false
  for (const part of parts) {
    if (part === '..') {
      if (wentDown) refuse()
      depth -= 1
    } else wentDown = true
  }
  // Depth 0 is the root that holds the top folder: outside, for a source distribution.
  if (depth < 1) refuse()
}
