/**
 * A streaming walk over a .tar.gz. Nothing is unpacked; what tar readers are known to disagree
 * about (sizes in two places, sparse files, global headers, links) is refused.
 */
import { BOMB_FLOOR, BOMB_RATIO, type Deadline } from './budget.ts'
import type { FileWindow } from './file-window.ts'
import { gunzipFile } from './gunzip-file.ts'
import { checkMemberPath } from './member-path.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'
import { readPaxHeader, type PaxHeader } from './pax-header.ts'
import { TarTree, type TarMember } from './tar-tree.ts'
import { BLOCK, readTarHeader, readTarText, refuseTar } from './tar-header.ts'

export interface TarWalkOptions {
  readonly deadline: Deadline
  readonly maxMembers: number
  readonly maxBytes: number
  /** True for the members whose content is wanted. */
  readonly capture: (path: string) => boolean
  readonly maxCaptureBytes: number
}

export interface TarWalkResult {
  /** Every member with its clean path: no `./` in front, no `/` at the end. */
  readonly members: ReadonlyMap<string, TarMember>
  readonly captured: ReadonlyMap<string, Uint8Array>
  readonly unpackedBytes: number
}

/** Longest extended header that is read; names are far shorter. */
const MAX_EXTENSION = 1024 ** 2

const REGULAR = new Set(['0', '\0'])
const LINKS = new Set(['1', '2'])
const ZEROS = new Uint8Array(BLOCK)

/** What comes next in the stream. */
type State =
  | { readonly kind: 'header' }
  | { readonly kind: 'skip'; left: number }
  | {
      readonly kind: 'read'
      left: number
      readonly bytes: Uint8Array
      filled: number
      readonly done: (bytes: Uint8Array) => void
    }
  | { readonly kind: 'zeros' }

class TarReader {
  readonly #options: TarWalkOptions
  readonly #tree: TarTree
  readonly captured = new Map<string, Uint8Array>()
  #state: State = { kind: 'header' }
  readonly #block = new Uint8Array(BLOCK)
  #blockFilled = 0
  #count = 0
  #pax: PaxHeader | undefined
  #longName: string | undefined
  #longLink: string | undefined

  constructor(options: TarWalkOptions, tree: TarTree) {
    this.#options = options
    this.#tree = tree
  }

  feed(chunk: Uint8Array): void {
    let position = 0
    while (position < chunk.length) {
      const rest = chunk.subarray(position)
      const state = this.#state
      if (state.kind === 'header') position += this.#feedHeader(rest)
      else if (state.kind === 'skip') {
        const count = Math.min(state.left, rest.length)
        state.left -= count
        position += count
        if (state.left === 0) this.#state = { kind: 'header' }
      } else if (state.kind === 'read') {
        const count = Math.min(state.bytes.length - state.filled, rest.length)
        state.bytes.set(rest.subarray(0, count), state.filled)
        state.filled += count
        position += count
        if (state.filled === state.bytes.length) {
          this.#skip(state.left)
          state.done(state.bytes)
        }
      } else {
        checkZeros(rest)
        position = chunk.length
      }
    }
  }

  /** The archive may end after a member or with blocks of zeros, not inside a member. */
  finish(): void {
    const atHeader = this.#state.kind === 'header' && this.#blockFilled === 0
    if ((!atHeader && this.#state.kind !== 'zeros') || this.#hasExtension()) {
      refuseTar('tar-truncated', 'the tar archive ends in the middle of a member.')
    }
    if (this.#count === 0) refuseTar('archive-empty', 'the tar archive has no members.')
  }

  #hasExtension(): boolean {
    return this.#pax !== undefined || this.#longName !== undefined || this.#longLink !== undefined
  }

  #skip(length: number): void {
    this.#state = length === 0 ? { kind: 'header' } : { kind: 'skip', left: length }
  }

  #feedHeader(rest: Uint8Array): number {
    const count = Math.min(BLOCK - this.#blockFilled, rest.length)
    this.#block.set(rest.subarray(0, count), this.#blockFilled)
    this.#blockFilled += count
    if (this.#blockFilled === BLOCK) {
      this.#blockFilled = 0
      this.#options.deadline.check()
      if (Buffer.compare(this.#block, ZEROS) === 0) {
        if (this.#hasExtension())
          refuseTar('tar-pax-header', 'the last tar header belongs to no member.')
        this.#state = { kind: 'zeros' }
      } else this.#takeHeader()
    }
    return count
  }

  #takeHeader(): void {
    const header = readTarHeader(this.#block)
    this.#count += 1
    if (this.#count > this.#options.maxMembers) {
      refuseTar('archive-too-many-members', `more than ${this.#options.maxMembers} members.`)
    }
    if (header.type === 'S')
      refuseTar('tar-sparse', 'sparse members are not allowed in the tar archive.')
    if (['x', 'g', 'L', 'K'].includes(header.type)) {
      this.#readExtension(header.type, header.size)
      return
    }
    if (!REGULAR.has(header.type) && !LINKS.has(header.type) && header.type !== '5') {
      refuseTar(
        'tar-member-type',
        `the tar member ${quoteForMessage(header.name)} is a device, a pipe or of an unknown type.`,
      )
    }

    const pax = this.#pax
    if (pax?.path !== undefined && this.#longName !== undefined) {
      refuseTar('tar-pax-header', `the tar member ${quoteForMessage(pax.path)} has two long names.`)
    }
    const name = pax?.path ?? this.#longName ?? header.name
    const linkName = pax?.linkPath ?? this.#longLink ?? header.linkName
    if (pax?.size !== undefined && pax.size !== header.size) {
      refuseTar('tar-pax-size', `the tar member ${quoteForMessage(name)} has two different sizes.`)
    }
    this.#pax = undefined
    this.#longName = undefined
    this.#longLink = undefined

    checkMemberPath(name, { portable: false })
    const isFolder = header.type === '5'
    const isFile = REGULAR.has(header.type)
    if (isFile && name.endsWith('/')) {
      refuseTar(
        'tar-bad-header',
        `the tar member ${quoteForMessage(name)} is a file with the name of a folder.`,
      )
    }
    if (!isFile && header.size > 0) {
      refuseTar(
        'tar-bad-header',
        `the tar member ${quoteForMessage(name)} is no file but has data.`,
      )
    }
    const kind = isFolder
      ? 'folder'
      : isFile
        ? 'file'
        : header.type === '1'
          ? 'hard-link'
          : 'symbolic-link'
    const path = this.#tree.add(name, kind, linkName)
    if (isFile && this.#options.capture(path)) this.#captureMember(path, header.size)
    else this.#skip(padded(header.size))
  }

  #readExtension(type: string, size: number): void {
    if (size > MAX_EXTENSION) refuseTar('tar-pax-header', 'an extended tar header is too long.')
    if (size === 0) refuseTar('tar-pax-header', 'an extended tar header is empty.')
    this.#readBytes(size, (bytes) => {
      if (type === 'g') {
        readPaxHeader(bytes, { global: true })
      } else if (type === 'x') {
        if (this.#pax !== undefined) refuseTar('tar-pax-header', 'two pax headers for one member.')
        this.#pax = readPaxHeader(bytes, { global: false })
      } else {
        const isName = type === 'L'
        if ((isName ? this.#longName : this.#longLink) !== undefined) {
          refuseTar('tar-pax-header', 'two long names for one member.')
        }
        // Some readers take the stated length, some all bytes up to a NUL.
        if (bytes.indexOf(0) !== bytes.length - 1) {
          refuseTar(
            'tar-bad-header',
            'a long name in the tar archive does not end where it should.',
          )
        }
        const text = readTarText(bytes)
        if (isName) this.#longName = text
        else this.#longLink = text
      }
    })
  }

  #captureMember(path: string, size: number): void {
    if (size > this.#options.maxCaptureBytes) {
      refuseTar(
        'member-too-large',
        `member ${quoteForMessage(path)} is larger than ${this.#options.maxCaptureBytes} bytes.`,
      )
    }
    this.#readBytes(size, (bytes) => this.captured.set(path, bytes))
  }

  #readBytes(size: number, done: (bytes: Uint8Array) => void): void {
    if (size === 0) {
      this.#state = { kind: 'header' }
      done(new Uint8Array(0))
      return
    }
    const bytes = new Uint8Array(size)
    this.#state = { kind: 'read', left: padded(size) - size, bytes, filled: 0, done }
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK
}

function checkZeros(bytes: Uint8Array): void {
  for (let position = 0; position < bytes.length; position += BLOCK) {
    const part = bytes.subarray(position, position + BLOCK)
    if (Buffer.compare(part, ZEROS.subarray(0, part.length)) !== 0) {
      refuseTar('tar-trailing-data', 'data follows the end of the tar archive.')
    }
  }
}

/**
 * Walks a gzip-compressed tar archive.
 * @throws PackagingError
 */
export async function walkTar(file: FileWindow, options: TarWalkOptions): Promise<TarWalkResult> {
  const tree = new TarTree()
  const reader = new TarReader(options, tree)
  let unpackedBytes = 0
  await gunzipFile(file, (chunk) => {
    options.deadline.check()
    unpackedBytes += chunk.length
    const isBomb = unpackedBytes > BOMB_FLOOR && unpackedBytes > BOMB_RATIO * file.size
    if (isBomb || unpackedBytes > options.maxBytes) {
      throw new PackagingError(
        'archive-bomb',
        `Invalid distribution file: it unpacks to more than ${BOMB_RATIO} times its size or ${options.maxBytes} bytes.`,
      )
    }
    reader.feed(chunk)
  })
  reader.finish()
  tree.checkLinks(() => options.deadline.check())
  return { members: tree.members, captured: reader.captured, unpackedBytes }
}
