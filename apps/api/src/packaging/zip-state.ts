import type { Deadline } from './budget.ts'
import type { FileWindow } from './file-window.ts'
import { PackagingError, type RefusalReason } from './packaging-error.ts'

/** One file or folder of a checked archive. Sizes and offsets are bytes. */
export interface ZipMember {
  readonly name: string
  readonly isFolder: boolean
  /** 0 stored, 8 deflate. */
  readonly method: 0 | 8
  readonly crc32: number
  readonly compressedSize: number
  readonly size: number
  /** Where the (compressed) data begins. */
  readonly dataOffset: number
}

/** A member as its local header describes it, until the directory confirms it. */
export interface LocalEntry extends ZipMember {
  readonly flags: number
  readonly headerOffset: number
}

/** How far a walk has come. */
export interface ZipWalk {
  readonly file: FileWindow
  readonly locals: Map<string, LocalEntry>
  readonly members: ZipMember[]
  readonly deadline: Deadline
  readonly maxMembers: number
  position: number
  /** Characters in all names so far. */
  namesLength: number
  centralOffset: number
  end64Offset: number | undefined
  hasLocator: boolean
}

/** @throws PackagingError always */
export function refuseZip(reason: RefusalReason, text: string): never {
  throw new PackagingError(reason, `ZIP archive not accepted: ${text}`)
}
