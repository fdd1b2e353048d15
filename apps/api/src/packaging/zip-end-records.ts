/** The records at the end of a ZIP archive; each must agree with what was walked before it. */
import { recordView } from './file-window.ts'
import { quoteForMessage } from './packaging-error.ts'
import { refuseZip, type ZipWalk } from './zip-state.ts'

/** The ZIP64 end of central directory record. @throws PackagingError */
export function readEnd64(walk: ZipWalk): void {
  const { file, position } = walk
  const record = recordView(file.bytes(position, 56))
  // Record size 44 means: no extensible data sector.
  if (record.getBigUint64(4, true) !== 44n)
    refuseZip('zip64-invalid', 'the ZIP64 end record has extra data.')
  const centralOffset = walk.centralOffset < 0 ? position : walk.centralOffset
  const count = BigInt(walk.members.length)
  const same =
    record.getUint32(16, true) === 0 &&
    record.getUint32(20, true) === 0 &&
    record.getBigUint64(24, true) === count &&
    record.getBigUint64(32, true) === count &&
    record.getBigUint64(40, true) === BigInt(position - centralOffset) &&
    record.getBigUint64(48, true) === BigInt(centralOffset)
  if (!same) refuseZip('zip-end-record', 'the ZIP64 end record contradicts the central directory.')
  walk.end64Offset = position
  walk.position = position + 56
}

/** The ZIP64 end of central directory locator. @throws PackagingError */
export function readLocator(walk: ZipWalk): void {
  const record = recordView(walk.file.bytes(walk.position, 20))
  if (walk.end64Offset === undefined)
    refuseZip('zip-end-record', 'a ZIP64 locator without a ZIP64 end record.')
  const same =
    record.getUint32(4, true) === 0 &&
    record.getBigUint64(8, true) === BigInt(walk.end64Offset) &&
    record.getUint32(16, true) <= 1
  if (!same) refuseZip('zip64-invalid', 'the ZIP64 locator points elsewhere.')
  walk.hasLocator = true
  walk.position += 20
}

/** The end of central directory record, after which the file must end. @throws PackagingError */
export function readEnd(walk: ZipWalk): void {
  const { file, position } = walk
  const record = recordView(file.bytes(position, 22).slice())
  const isZip64 = walk.end64Offset !== undefined
  const centralEnd = walk.end64Offset ?? position
  const centralOffset = walk.centralOffset < 0 ? centralEnd : walk.centralOffset
  const agrees = (found: number, actual: number, open: number): boolean =>
    found === actual || (isZip64 && found === open)
  const count = walk.members.length
  const same =
    agrees(record.getUint16(4, true), 0, 0xffff) &&
    agrees(record.getUint16(6, true), 0, 0xffff) &&
    agrees(record.getUint16(8, true), count, 0xffff) &&
    agrees(record.getUint16(10, true), count, 0xffff) &&
    agrees(record.getUint32(12, true), centralEnd - centralOffset, 0xffff_ffff) &&
    agrees(record.getUint32(16, true), centralOffset, 0xffff_ffff)
  if (!same) refuseZip('zip-end-record', 'the end record contradicts the central directory.')

  const [unlisted] = walk.locals.keys()
  if (unlisted !== undefined) {
    refuseZip(
      'zip-directory-mismatch',
      `${quoteForMessage(unlisted)} is there but not listed in the directory.`,
    )
  }
  const commentLength = record.getUint16(20, true)
  const end = position + 22 + commentLength
  if (end < file.size) refuseZip('zip-trailing-data', 'bytes follow the end record.')
  if (end > file.size) refuseZip('zip-truncated', 'the archive comment is cut off.')
  // Many readers look for the end record from behind: one inside the comment would win.
  const comment = Buffer.from(file.copy(position + 22, commentLength))
  if (comment.includes('PK\u0005\u0006'))
    refuseZip('zip-end-record', 'a second end record inside the comment.')
  walk.position = end
}
