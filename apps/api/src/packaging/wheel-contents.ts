import type { WheelFilename } from '@wheelhouse/shared-types/python'
import { MAX_LIST_BYTES, MAX_METADATA_BYTES, MAX_RECORD_BYTES, type Deadline } from './budget.ts'
import { checkEntryPoints } from './entry-points.ts'
import type { FileWindow } from './file-window.ts'
import { PackagingError, quoteForMessage, type RefusalReason } from './packaging-error.ts'
import { digestZipMember, readZipMember } from './read-zip-member.ts'
import { parseRecord, type RecordEntry } from './record-file.ts'
import type { ZipMember } from './zip-state.ts'

/** Twice the members that any archive may have: enough to find the first wrong line. */
const MAX_RECORD_ENTRIES = 200_000

/** Strong enough for RECORD (PEP 427 asks for SHA-256 or better), with the length in base64url. */
const HASH_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 43],
  ['sha384', 64],
  ['sha512', 86],
])

export interface WheelContentsInput {
  readonly file: FileWindow
  readonly members: readonly ZipMember[]
  readonly wheel: WheelFilename
  readonly checkRecord: boolean
  readonly deadline: Deadline
}

export interface WheelContents {
  /** Name of the one `.dist-info` folder. */
  readonly distInfo: string
  /** METADATA, byte for byte. */
  readonly metadataBytes: Uint8Array
  /** All files and folders by name. */
  readonly members: ReadonlyMap<string, ZipMember>
}

function refuse(reason: RefusalReason, text: string): never {
  throw new PackagingError(reason, `Invalid distribution file: ${text}`)
}

/**
 * Checks what a wheel must hold (PEP 427): one `.dist-info` folder spelled like the file name,
 * with WHEEL, METADATA and RECORD; entry points; RECORD against the members.
 * @throws PackagingError
 */
export async function checkWheelContents(input: WheelContentsInput): Promise<WheelContents> {
  const { wheel, file, deadline } = input
  const members = new Map(input.members.map((member) => [member.name, member]))
  const distInfo = `${wheel.namePart}-${wheel.versionPart}.dist-info`

  const read = (name: string, reason: RefusalReason, maxBytes: number): Promise<Uint8Array> => {
    const member = members.get(`${distInfo}/${name}`)
    if (member === undefined)
      refuse(reason, `${name} not found at ${quoteForMessage(`${distInfo}/${name}`)}.`)
    return readZipMember(file, member, { maxBytes, deadline })
  }
  await read('WHEEL', 'wheel-no-wheel-file', MAX_LIST_BYTES)
  const metadataBytes = await read('METADATA', 'wheel-no-metadata', MAX_METADATA_BYTES)
  const recordBytes = await read('RECORD', 'wheel-no-record', MAX_RECORD_BYTES)
  checkOneDistInfo(input.members, distInfo)

  if (members.has(`${distInfo}/entry_points.txt`)) {
    checkEntryPoints(await read('entry_points.txt', 'entry-points-invalid', MAX_LIST_BYTES))
  }
  const entries = parseRecord(recordBytes, MAX_RECORD_ENTRIES)
  if (input.checkRecord) await compareRecord(input, distInfo, entries)
  return { distInfo, metadataBytes, members }
}

/** Installers stop at a second `.dist-info` folder, since they cannot tell which one counts. */
function checkOneDistInfo(members: readonly ZipMember[], distInfo: string): void {
  for (const { name } of members) {
    const top = name.slice(0, name.indexOf('/'))
    if (top.endsWith('.dist-info') && top !== distInfo) {
      refuse('wheel-several-dist-info', `a second .dist-info folder ${quoteForMessage(top)}.`)
    }
  }
}

async function compareRecord(
  input: WheelContentsInput,
  distInfo: string,
  entries: readonly RecordEntry[],
): Promise<void> {
  // Signatures are made over RECORD, so they cannot be in it.
  const unlisted = new Set([`${distInfo}/RECORD.jws`, `${distInfo}/RECORD.p7s`])
  const withoutHash = new Set([...unlisted, `${distInfo}/RECORD`])
  const byPath = new Map<string, RecordEntry>()
  for (const entry of entries) {
    if (byPath.has(entry.path)) {
      refuse('record-duplicate-entry', `RECORD lists ${quoteForMessage(entry.path)} twice.`)
    }
    byPath.set(entry.path, entry)
  }

  const files = input.members.filter((member) => !member.isFolder)
  for (const { name } of files) {
    if (!byPath.has(name) && !withoutHash.has(name)) {
      refuse(
        'record-missing-entry',
        `RECORD does not list ${quoteForMessage(name)}; build the wheel again.`,
      )
    }
  }
  const names = new Set(input.members.map((member) => member.name))
  for (const { path } of entries) {
    if (!names.has(path) && !unlisted.has(path)) {
      refuse(
        'record-extra-entry',
        `RECORD lists ${quoteForMessage(path)}, which is not in the wheel.`,
      )
    }
  }
  for (const member of files) {
    const entry = byPath.get(member.name)
    if (entry !== undefined && !withoutHash.has(member.name))
      await compareEntry(input, member, entry)
  }
}

async function compareEntry(
  input: WheelContentsInput,
  member: ZipMember,
  entry: RecordEntry,
): Promise<void> {
  const shown = quoteForMessage(member.name)
  const equals = entry.hash.indexOf('=')
  if (equals < 0) refuse('record-hash-missing', `RECORD has no hash for ${shown}.`)
  const algorithm = entry.hash.slice(0, equals)
  // Some old builders left the padding on.
  const stated = entry.hash.slice(equals + 1).replace(/={1,2}$/, '')
  const length = HASH_LENGTHS.get(algorithm)
  if (length === undefined) {
    refuse(
      'record-hash-weak',
      `RECORD has a ${quoteForMessage(algorithm)} hash for ${shown}; use sha256.`,
    )
  }
  const isSizeWrong = entry.size !== '' && entry.size !== String(member.size)
  const mismatch = (): never =>
    refuse(
      'record-hash-mismatch',
      `${shown} differs from its hash or size in RECORD; build the wheel again.`,
    )
  if (stated.length !== length || isSizeWrong) mismatch()
  const actual = await digestZipMember(input.file, member, { algorithm, deadline: input.deadline })
  if (actual !== stated) mismatch()
}
