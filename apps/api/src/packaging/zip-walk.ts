/**
 * A record-level walk over a ZIP archive (APPNOTE 6.3) from its first byte to its last. Readers
 * disagree about archives whose local headers, central directory and end record tell different
 * stories, so one that leaves any room for that is refused.
 */
import { BOMB_FLOOR, BOMB_RATIO, MAX_NAMES_LENGTH, type Deadline } from './budget.ts'
import { recordView, type FileWindow } from './file-window.ts'
import { checkMemberPath, checkMemberPathsDiffer, hasControlCharacter } from './member-path.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'
import { readEnd, readEnd64, readLocator } from './zip-end-records.ts'
import { readZipExtra } from './zip-extra.ts'
import { refuseZip, type ZipMember, type ZipWalk } from './zip-state.ts'

const LOCAL = 0x0403_4b50
const CENTRAL = 0x0201_4b50
const END_64 = 0x0606_4b50
const LOCATOR_64 = 0x0706_4b50
const END = 0x0605_4b50

/** Newest version of the format that readers know (6.3). */
const MAX_VERSION_NEEDED = 63

const FLAG_ENCRYPTED = 0x0001
const FLAG_DESCRIPTOR = 0x0008
const FLAG_PATCHED = 0x0020
const FLAG_STRONG_ENCRYPTION = 0x0040
const FLAG_UTF8 = 0x0800
const FLAG_MASKED = 0x2000

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes a member name; a name outside ASCII must carry the UTF-8 flag, else readers differ. */
function decodeName(raw: Uint8Array, flags: number): string {
  let name: string
  try {
    name = utf8.decode(raw)
  } catch {
    refuseZip('zip-name-encoding', 'a member name is not UTF-8.')
  }
  if ((flags & FLAG_UTF8) === 0 && raw.some((byte) => byte > 0x7f)) {
    refuseZip('zip-name-encoding', `member name ${quoteForMessage(name)} is not marked as UTF-8.`)
  }
  if (hasControlCharacter(name)) {
    refuseZip('member-path-invalid', `member name ${quoteForMessage(name)} has control characters.`)
  }
  return name
}

/**
 * Walks the whole archive and gives its members in the order of the central directory.
 * @throws PackagingError
 */
export function walkZip(
  file: FileWindow,
  options: { readonly deadline: Deadline; readonly maxMembers: number },
): ZipMember[] {
  if (file.size < 22) refuseZip('zip-not-a-zip', 'the file is not a ZIP archive.')
  const first = recordView(file.bytes(0, 4)).getUint32(0, true)
  if (first !== LOCAL && first !== END)
    refuseZip('zip-not-a-zip', 'the file does not begin with a ZIP record.')

  const walk: ZipWalk = {
    file,
    locals: new Map(),
    members: [],
    deadline: options.deadline,
    maxMembers: options.maxMembers,
    position: 0,
    namesLength: 0,
    centralOffset: -1,
    end64Offset: undefined,
    hasLocator: false,
  }
  for (let done = false; !done;) {
    walk.deadline.check()
    done = walkRecord(walk)
  }
  checkUnpackedSize(walk.members, file.size)
  checkMemberPathsDiffer(walk.members, () => walk.deadline.check())
  return walk.members
}

function walkRecord(walk: ZipWalk): boolean {
  const signature = recordView(walk.file.bytes(walk.position, 4)).getUint32(0, true)
  if (walk.hasLocator && signature !== END)
    refuseZip('zip-end-record', 'a record follows the ZIP64 locator.')
  if (walk.end64Offset !== undefined && !walk.hasLocator && signature !== LOCATOR_64) {
    refuseZip('zip-end-record', 'the ZIP64 end record has no locator after it.')
  }
  switch (signature) {
    case LOCAL:
      if (walk.centralOffset >= 0)
        refuseZip('zip-unknown-record', 'a member follows the central directory.')
      readLocal(walk)
      return false
    case CENTRAL:
      if (walk.centralOffset < 0) walk.centralOffset = walk.position
      readCentral(walk)
      return false
    case END_64:
      readEnd64(walk)
      return false
    case LOCATOR_64:
      readLocator(walk)
      return false
    case END:
      readEnd(walk)
      return true
    default:
      return refuseZip(
        'zip-unknown-record',
        `an unknown record or stray bytes at offset ${walk.position}; pack the archive again without extras.`,
      )
  }
}

function checkFlags(flags: number, name: string): void {
  if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED)) !== 0) {
    refuseZip('zip-encrypted', `member ${quoteForMessage(name)} is encrypted.`)
  }
  if ((flags & FLAG_DESCRIPTOR) !== 0) {
    refuseZip(
      'zip-data-descriptor',
      `member ${quoteForMessage(name)} has a data descriptor; write the archive to a seekable file, not to a stream.`,
    )
  }
  if ((flags & FLAG_PATCHED) !== 0)
    refuseZip('zip-method', `member ${quoteForMessage(name)} is patch data.`)
}

function readLocal(walk: ZipWalk): void {
  const { file, position } = walk
  const header = recordView(file.bytes(position, 30).slice())
  const flags = header.getUint16(6, true)
  const nameLength = header.getUint16(26, true)
  const extraLength = header.getUint16(28, true)
  const variable = file.bytes(position + 30, nameLength + extraLength)
  const rawName = variable.subarray(0, nameLength)
  const name = decodeName(rawName, flags)
  checkFlags(flags, name)

  const method = header.getUint16(8, true)
  if (method !== 0 && method !== 8) {
    refuseZip(
      'zip-method',
      `member ${quoteForMessage(name)} uses compression method ${method}; only stored and deflate are allowed.`,
    )
  }
  const sizes = readZipExtra(variable.subarray(nameLength), name, rawName, {
    size: header.getUint32(22, true),
    compressedSize: header.getUint32(18, true),
    offset: undefined,
    disk: undefined,
  })
  if (walk.locals.has(name))
    refuseZip('zip-duplicate-name', `member ${quoteForMessage(name)} is there twice.`)
  walk.namesLength += name.length
  if (walk.locals.size >= walk.maxMembers || walk.namesLength > MAX_NAMES_LENGTH) {
    throw new PackagingError(
      'archive-too-many-members',
      `Invalid distribution file: more than ${walk.maxMembers} members, or their names are too long in sum.`,
    )
  }
  checkMemberPath(name, { portable: true })
  const isFolder = name.endsWith('/')
  if (isFolder && sizes.size > 0)
    refuseZip('zip-size-mismatch', `folder ${quoteForMessage(name)} has data.`)
  if (method === 0 && sizes.size !== sizes.compressedSize) {
    refuseZip(
      'zip-size-mismatch',
      `stored member ${quoteForMessage(name)} has two different sizes.`,
    )
  }
  const dataOffset = position + 30 + nameLength + extraLength
  if (dataOffset + sizes.compressedSize > file.size) {
    refuseZip('zip-truncated', `member ${quoteForMessage(name)} ends after the file does.`)
  }
  walk.locals.set(name, {
    name,
    isFolder,
    method,
    flags,
    crc32: header.getUint32(14, true),
    compressedSize: sizes.compressedSize,
    size: sizes.size,
    dataOffset,
    headerOffset: position,
  })
  walk.position = dataOffset + sizes.compressedSize
}

function readCentral(walk: ZipWalk): void {
  const { file, position } = walk
  const header = recordView(file.bytes(position, 46).slice())
  const flags = header.getUint16(8, true)
  const nameLength = header.getUint16(28, true)
  const extraLength = header.getUint16(30, true)
  const commentLength = header.getUint16(32, true)
  const variable = file.bytes(position + 46, nameLength + extraLength + commentLength)
  const rawName = variable.subarray(0, nameLength)
  const name = decodeName(rawName, flags)
  checkFlags(flags, name)
  if (header.getUint8(6) > MAX_VERSION_NEEDED) {
    refuseZip('zip-method', `member ${quoteForMessage(name)} needs an unknown ZIP version.`)
  }
  if (commentLength > 0)
    refuseZip('zip-entry-comment', `member ${quoteForMessage(name)} has a comment.`)

  const sizes = readZipExtra(
    variable.subarray(nameLength, nameLength + extraLength),
    name,
    rawName,
    {
      size: header.getUint32(24, true),
      compressedSize: header.getUint32(20, true),
      offset: header.getUint32(42, true),
      disk: header.getUint16(34, true),
    },
  )
  const local = walk.locals.get(name)
  if (local === undefined) {
    // Deleted below once matched, so a second entry of one name ends here too.
    const listed = walk.members.some((member) => member.name === name)
    refuseZip(
      listed ? 'zip-duplicate-name' : 'zip-directory-mismatch',
      `${quoteForMessage(name)} is ${listed ? 'listed twice' : 'listed in the directory but not there'}.`,
    )
  }
  if (sizes.size !== local.size || sizes.compressedSize !== local.compressedSize) {
    refuseZip(
      'zip-size-mismatch',
      `the two headers of ${quoteForMessage(name)} give different sizes.`,
    )
  }
  const same =
    sizes.offset === local.headerOffset &&
    sizes.disk === 0 &&
    header.getUint16(10, true) === local.method &&
    header.getUint32(16, true) === local.crc32 &&
    (flags & FLAG_UTF8) === (local.flags & FLAG_UTF8)
  if (!same)
    refuseZip('zip-directory-mismatch', `the two headers of ${quoteForMessage(name)} differ.`)

  // The upper half of the external attributes is the Unix mode; 0 when the writer had none.
  const fileType = (header.getUint32(38, true) >>> 16) & 0xf000
  if (fileType !== 0 && fileType !== 0x8000 && fileType !== 0x4000) {
    refuseZip(
      'zip-member-type',
      `member ${quoteForMessage(name)} is a link or a device; put the file itself in.`,
    )
  }
  const { flags: _flags, headerOffset: _headerOffset, ...member } = local
  walk.members.push(member)
  walk.locals.delete(name)
  walk.position = position + 46 + nameLength + extraLength
}

function checkUnpackedSize(members: readonly ZipMember[], fileSize: number): void {
  const unpacked = members.reduce((sum, member) => sum + member.size, 0)
  if (unpacked > BOMB_FLOOR && unpacked / fileSize > BOMB_RATIO) {
    throw new PackagingError(
      'archive-bomb',
      `Invalid distribution file: it unpacks to more than ${BOMB_RATIO} times its size.`,
    )
  }
}
