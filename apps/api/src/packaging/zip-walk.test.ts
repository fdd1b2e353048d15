import { randomBytes } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import {
  buildWheel,
  inspectBytes,
  recordRow,
  refusalOf,
  WHEEL_NAME,
  wheelFiles,
  zipEntries,
} from './test/distributions.ts'
import {
  buildZip,
  bytes,
  extraField,
  u16,
  u32,
  u64,
  zip64Extra,
  type ZipEntrySpec,
  type ZipSpec,
} from './test/zip-writer.ts'

const MAX_32 = 0xffff_ffff
const x = (extra: Partial<ZipEntrySpec> = {}): ZipEntrySpec => ({
  name: 'demo/x.txt',
  data: 'text text text',
  ...extra,
})
const unicodePath = (name: string, crc: number): Buffer =>
  extraField(0x7075, bytes(1, u32(crc), name))

/** Each archive is a good wheel but for one thing. */
const MALFORMED: readonly (readonly [string, string, readonly ZipEntrySpec[], ZipSpec?])[] = [
  [
    'zip-unknown-record',
    'bytes between a member and the next',
    [x({ after: bytes('junk') }), x({ name: 'demo/y' })],
  ],
  ['zip-unknown-record', 'bytes before the directory', [], { beforeCentral: bytes('junk') }],
  ['zip-unknown-record', 'bytes after the directory', [], { afterCentral: bytes('junkjunk') }],
  [
    'zip-unknown-record',
    'an archive extra data record',
    [],
    { beforeCentral: bytes('PK\u0006\u0008', u32(0)) },
  ],
  [
    'zip-unknown-record',
    'a digital signature',
    [],
    { afterCentral: bytes('PK\u0005\u0005', u16(0)) },
  ],
  [
    'zip-unknown-record',
    'a member after the directory',
    [],
    { afterCentral: buildZip([x()]).subarray(0, 60) },
  ],
  ['zip-not-a-zip', 'bytes in front', [], { prefix: bytes('#!/bin/sh\n') }],
  ['zip-trailing-data', 'bytes at the end', [], { trailing: bytes('x') }],
  ['zip-trailing-data', 'a second archive at the end', [], { trailing: buildZip([x()]) }],
  [
    'zip-data-descriptor',
    'a data descriptor',
    [x({ flags: 8, local: { crc: 0, packedSize: 0, size: 0 } })],
  ],
  [
    'zip-data-descriptor',
    'the descriptor flag in the directory only',
    [x({ central: { flags: 8 } })],
  ],
  ['zip-encrypted', 'an encrypted member', [x({ flags: 1 })]],
  ['zip-encrypted', 'strong encryption', [x({ flags: 0x40 })]],
  ['zip-encrypted', 'masked headers', [x({ flags: 0x2000 })]],
  ['zip-method', 'bzip2', [x({ method: 12 })]],
  ['zip-method', 'a newer version of the format', [x({ central: { versionNeeded: 64 } })]],
  ['zip-method', 'patch data', [x({ flags: 0x20 })]],
  ['zip-duplicate-name', 'one name twice', [x(), x()]],
  ['zip-duplicate-name', 'one name twice in the local headers', [x(), x({ onlyIn: 'local' })]],
  ['zip-duplicate-name', 'one name twice in the directory', [x(), x({ onlyIn: 'central' })]],
  ['zip-directory-mismatch', 'a member that the directory lacks', [x({ onlyIn: 'local' })]],
  ['zip-directory-mismatch', 'a directory entry without member', [x({ onlyIn: 'central' })]],
  ['zip-directory-mismatch', 'two names for one member', [x({ central: { name: 'demo/y.txt' } })]],
  ['zip-directory-mismatch', 'a wrong offset', [x({ central: { offset: 0 } })]],
  ['zip-directory-mismatch', 'two methods', [x({ method: 0, central: { method: 8 } })]],
  ['zip-directory-mismatch', 'two check sums', [x({ central: { crc: 1 } })]],
  ['zip-directory-mismatch', 'another disk', [x({ central: { disk: 1 } })]],
  ['zip-size-mismatch', 'another size in the directory', [x({ central: { size: 13 } })]],
  [
    'zip-size-mismatch',
    'another packed size in the directory',
    [x({ central: { packedSize: 3 } })],
  ],
  ['zip-size-mismatch', 'a stored member with two sizes', [x({ method: 0, size: 3 })]],
  ['zip-size-mismatch', 'a folder with data', [{ name: 'demo/sub/', data: 'x', mode: 0o40755 }]],
  ['zip-truncated', 'a member longer than the file', [x({ local: { packedSize: 1_000_000 } })]],
  ['zip-entry-comment', 'a comment on a member', [x({ comment: 'hi' })]],
  ['zip-name-encoding', 'a name that is not UTF-8', [x({ rawName: bytes('demo/', 0xff) })]],
  ['zip-name-encoding', 'a foreign name without the UTF-8 flag', [x({ name: 'demo/é', flags: 0 })]],
  [
    'zip-name-encoding',
    'a Unicode path of another name',
    [x({ localExtra: unicodePath('demo/evil', 0) })],
  ],
  [
    'zip-extra-field',
    'two Unicode paths',
    [
      x({
        localExtra: bytes(
          ...[1, 2].map(() => extraField(0x7075, bytes(1, u32(crc32('demo/x.txt')), 'demo/x.txt'))),
        ),
      }),
    ],
  ],
  [
    'zip-extra-field',
    'two ZIP64 fields',
    [x({ localExtra: bytes(extraField(1, bytes()), extraField(1, bytes())) })],
  ],
  [
    'zip-extra-field',
    'an extra field cut short',
    [x({ localExtra: bytes(u16(0x5455), u16(9), 'ab') })],
  ],
  ['zip-extra-field', 'an extra field without length', [x({ centralExtra: bytes(1, 2, 3) })]],
  [
    'zip64-invalid',
    'ZIP64 sizes of odd length',
    [x({ localExtra: extraField(1, bytes('12345')) })],
  ],
  [
    'zip64-invalid',
    'ZIP64 sizes that contradict the header',
    [x({ localExtra: zip64Extra(99, 99) })],
  ],
  [
    'zip64-invalid',
    'ZIP64 sizes that are missing',
    [x({ local: { size: MAX_32, packedSize: MAX_32 } })],
  ],
  [
    'zip64-invalid',
    'ZIP64 sizes without end',
    [x({ local: { size: MAX_32 }, localExtra: extraField(1, Buffer.alloc(8, 0xff)) })],
  ],
  [
    'zip64-invalid',
    'extra data in the ZIP64 end record',
    [],
    { zip64: { recordSize: 48, afterRecord: bytes('evil') } },
  ],
  ['zip64-invalid', 'a locator that points elsewhere', [], { zip64: { locatorOffset: 0 } }],
  ['zip-end-record', 'a ZIP64 end record without locator', [], { zip64: { withoutLocator: true } }],
  ['zip-end-record', 'a locator without ZIP64 end record', [], { locatorOnly: true }],
  ['zip-end-record', 'a wrong count in the ZIP64 end record', [], { zip64: { count: 9 } }],
  ['zip-end-record', 'a wrong count', [], { end: { count: 3 } }],
  ['zip-end-record', 'a wrong total', [], { end: { total: 3 } }],
  ['zip-end-record', 'a wrong directory size', [], { end: { size: 1 } }],
  ['zip-end-record', 'a wrong directory offset', [], { end: { offset: 1 } }],
  ['zip-end-record', 'another disk in the end record', [], { end: { disk: 1 } }],
  ['zip-end-record', 'open values without ZIP64', [], { end: { offset: MAX_32 } }],
  [
    'zip-end-record',
    'a second end record in the comment',
    [],
    { comment: bytes('PK\u0005\u0006', Buffer.alloc(18)) },
  ],
  ['zip-truncated', 'a comment cut short', [], { comment: bytes('abc'), commentLength: 9 }],
  ['zip-member-type', 'a symbolic link', [x({ mode: 0o120777 })]],
  ['zip-member-type', 'a device', [x({ mode: 0o20644 })]],
  ['member-path-absolute', 'an absolute path', [x({ name: '/etc/passwd' })]],
  ['member-path-absolute', 'a drive letter', [x({ name: 'C:/x' })]],
  ['member-path-escapes', 'a path that leads out', [x({ name: 'demo/../../x' })]],
  ['member-path-invalid', 'a backslash', [x({ name: 'demo\\x' })]],
  ['member-path-invalid', 'a control character', [x({ name: 'demo/x\n' })]],
  ['member-path-invalid', 'a NUL', [x({ name: 'demo/x\0.py' })]],
  ['member-path-invalid', 'an empty part', [x({ name: 'demo//x' })]],
  ['member-path-invalid', 'no name', [x({ name: '' })]],
  ['member-path-reserved', 'a device of Windows', [x({ name: 'demo/AUX.txt' })]],
  [
    'member-path-conflict',
    'names that differ in case only',
    [x({ name: 'demo/A' }), x({ name: 'demo/a' })],
  ],
  [
    'member-path-conflict',
    'names that differ in Unicode form only',
    [x({ name: 'demo/\u00e9' }), x({ name: 'demo/e\u0301' })],
  ],
  ['member-path-conflict', 'a file that is a folder', [x(), x({ name: 'demo/x.txt/y' })]],
]

describe('walkZip refuses', () => {
  test.each(MALFORMED.map(([reason, what, extra, spec]) => ({ reason, what, extra, spec })))(
    '$reason: $what',
    async ({ reason, extra, spec }) => {
      expect(await refusalOf(buildWheel(extra, spec), WHEEL_NAME)).toBe(reason)
    },
  )

  test('a file that is no archive, and one cut off anywhere', async () => {
    expect(await refusalOf(bytes('hello'), WHEEL_NAME)).toBe('zip-not-a-zip')
    const wheel = buildWheel()
    for (let length = 30; length < wheel.length; length += 37) {
      expect(await refusalOf(wheel.subarray(0, length), WHEEL_NAME)).toMatch(
        /^zip-(?:truncated|not-a-zip)$/,
      )
    }
  })

  test('an archive that is a tar archive too', async () => {
    // A tar header has its check sum at offset 148, which is in the name of the first member here.
    const forge = (digits: string): Buffer =>
      buildZip([
        { name: `demo/${'a'.repeat(113)}${digits} ${'b'.repeat(30)}`, data: 'x', method: 0 },
        ...zipEntries(wheelFiles()),
      ])
    const block = forge('0000000').subarray(0, 512)
    const sum = block.reduce(
      (total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte),
      0,
    )
    const forged = forge(sum.toString(8).padStart(7, '0'))
    expect(await refusalOf(forged, WHEEL_NAME)).toBe('archive-polyglot')
  })

  test('more members than allowed', async () => {
    expect(await refusalOf(buildWheel(), WHEEL_NAME, { budget: { members: 3 } })).toBe(
      'archive-too-many-members',
    )
    expect(await refusalOf(buildWheel(), WHEEL_NAME, { budget: { members: 4 } })).toBe('accepted')
  })

  test('a bomb by its declared sizes, before anything is unzipped', async () => {
    const zeros = Buffer.alloc(65 * 1024 * 1024)
    expect(await refusalOf(buildWheel([x({ data: zeros })]), WHEEL_NAME)).toBe('archive-bomb')
  })

  test('what takes longer than the time budget', async () => {
    expect(await refusalOf(buildWheel(), WHEEL_NAME, { budget: { milliseconds: -1 } })).toBe(
      'time-budget',
    )
  })
})

describe('walkZip accepts', () => {
  const files = zipEntries(wheelFiles())

  test.each<readonly [string, ZipSpec]>([
    ['a plain archive', {}],
    ['a comment on the archive', { comment: bytes('made by hand') }],
    ['a ZIP64 end record', { zip64: true }],
    [
      'a ZIP64 end record that is needed',
      { zip64: true, end: { count: 0xffff, size: MAX_32, offset: MAX_32 } },
    ],
  ])('%s', async (_what, spec) => {
    expect(await refusalOf(buildZip(files, spec), WHEEL_NAME)).toBe('accepted')
  })

  test('stored members, folders, other extra fields and ZIP64 sizes', async () => {
    const [first, ...others] = files
    if (first === undefined) throw new Error('no file')
    const size = Buffer.byteLength(first.data ?? '')
    const packed = deflateRawSync(Buffer.from(first.data ?? ''))
    const wheel = buildZip([
      { name: 'demo/', mode: 0o40755, method: 0 },
      {
        ...first,
        local: { size: MAX_32, packedSize: MAX_32 },
        localExtra: bytes(extraField(0x5455, bytes('12345')), zip64Extra(size, packed.length)),
        central: { size: MAX_32 },
        centralExtra: extraField(1, u64(size)),
      },
      ...others.map((entry) => ({ ...entry, method: 0 })),
    ])
    const inspected = await inspectBytes(wheel, WHEEL_NAME)
    expect(inspected.memberCount).toBe(5)
    expect(inspected.unpackedBytes).toBe(
      files.reduce((sum, file) => sum + Buffer.byteLength(file.data ?? ''), 0),
    )
  })
})

describe('members are unzipped and must be', () => {
  const name = 'demo/x.bin'
  const noise = randomBytes(3 * 1024 * 1024)
  const small = randomBytes(1000)

  test.each<readonly [string, Partial<ZipEntrySpec>]>([
    ['right in their check sum', { data: small, crc: 1 }],
    ['right in their check sum (streamed)', { data: noise, crc: 1 }],
    ['right in their check sum (stored, streamed)', { data: noise, crc: 1, method: 0 }],
    ['no larger than declared', { data: small, size: 999 }],
    ['no larger than declared (streamed)', { data: noise, size: noise.length - 1 }],
    ['no smaller than declared', { data: small, size: 1001 }],
    ['no smaller than declared (streamed)', { data: noise, size: noise.length + 1 }],
    ['whole', { data: small, packed: deflateRawSync(small).subarray(0, 500) }],
    ['whole (streamed)', { data: noise, packed: deflateRawSync(noise).subarray(0, -9) }],
    ['there (streamed)', { data: noise, packed: Buffer.alloc(0) }],
    ['without bytes after the data', { data: small, packed: bytes(deflateRawSync(small), 'junk') }],
    [
      'without bytes after the data (streamed)',
      { data: noise, packed: bytes(deflateRawSync(noise), 'junk') },
    ],
    [
      'without many bytes after the data (streamed)',
      { data: noise, packed: bytes(deflateRawSync(noise), randomBytes(500_000)) },
    ],
    ['deflate data', { data: small, packed: small }],
    ['deflate data (streamed)', { data: noise, packed: Buffer.alloc(noise.length, 0xff) }],
  ])('%s', async (_what, entry) => {
    const data = Buffer.from(entry.data ?? '')
    const files = wheelFiles({ 'demo-1.0.dist-info/RECORD': undefined })
    const digest = recordRow(name, data).split(',')[1] ?? ''
    // No size in the row of the member, so that only the archive itself can be found wrong.
    const rows = Object.entries(files).map(([key, value]) => recordRow(key, value))
    const record = {
      name: 'demo-1.0.dist-info/RECORD',
      data: `${rows.join('')}${name},${digest},\n`,
    }
    const wheelWith = (member: ZipEntrySpec): Buffer =>
      buildZip([...zipEntries(files), record, member])
    expect(await refusalOf(wheelWith({ name, ...entry }), WHEEL_NAME)).toBe('zip-corrupt-member')
    expect(await refusalOf(wheelWith({ name, data }), WHEEL_NAME)).toBe('accepted')
  })
})
