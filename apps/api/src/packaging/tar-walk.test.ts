import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { buildSdist, inspectBytes, METADATA, refusalOf, SDIST_NAME } from './test/distributions.ts'
import { buildTarGz, paxEntry, TAR_END, tarEntry } from './test/tar-writer.ts'
import { buildZip } from './test/zip-writer.ts'

const top = 'demo-1.0'
const file = (name: string): Buffer => tarEntry({ name, data: 'text' })
const link = (name: string, linkName: string, type = '2'): Buffer =>
  tarEntry({ name, linkName, type })

/** Each archive is a good source distribution but for the members named here. */
const MALFORMED: readonly (readonly [
  reason: string,
  what: string,
  members: readonly Uint8Array[],
])[] = [
  ['tar-checksum', 'a wrong check sum', [tarEntry({ name: `${top}/x`, badChecksum: true })]],
  ['tar-checksum', 'noise in place of a header', [Buffer.alloc(512, 0x41)]],
  [
    'tar-bad-header',
    'a size that is no number',
    [tarEntry({ name: `${top}/x`, sizeField: '0000000009x\0' })],
  ],
  [
    'tar-bad-header',
    'a negative size',
    [tarEntry({ name: `${top}/x`, sizeField: Buffer.alloc(12, 0xff) })],
  ],
  [
    'tar-bad-header',
    'a size with a sign',
    [tarEntry({ name: `${top}/x`, sizeField: '-0000000512\0' })],
  ],
  [
    'tar-bad-header',
    'a huge binary size',
    [tarEntry({ name: `${top}/x`, sizeField: Buffer.from([0x80, ...Buffer.alloc(11, 0xff)]) })],
  ],
  [
    'tar-bad-header',
    'a prefix in an old header',
    [tarEntry({ name: 'x', prefix: top, magic: 'none' })],
  ],
  [
    'tar-bad-header',
    'a prefix in a GNU header',
    [tarEntry({ name: 'x', prefix: top, magic: 'gnu' })],
  ],
  [
    'tar-bad-header',
    'a mode that is no number',
    [tarEntry({ name: `${top}/x`, modeField: '00o0644\0' })],
  ],
  ['tar-bad-header', 'a file named like a folder', [tarEntry({ name: `${top}/x/` })]],
  [
    'tar-bad-header',
    'an old file named like a folder',
    [tarEntry({ name: `${top}/x/`, type: '\0' })],
  ],
  [
    'tar-bad-header',
    'a long name without end',
    [tarEntry({ name: 'l', type: 'L', data: `${top}/a` }), file('x')],
  ],
  [
    'tar-bad-header',
    'a folder with data',
    [tarEntry({ name: `${top}/d`, type: '5', data: 'text' })],
  ],
  [
    'tar-bad-header',
    'a link with data',
    [tarEntry({ name: `${top}/l`, type: '2', linkName: 'x', data: 'text' })],
  ],
  [
    'tar-truncated',
    'a member longer than the archive',
    [tarEntry({ name: `${top}/x`, sizeField: '00000100000\0' })],
  ],
  ['tar-sparse', 'a GNU sparse member', [tarEntry({ name: `${top}/x`, type: 'S', magic: 'gnu' })]],
  ['tar-sparse', 'a pax sparse member', [paxEntry({ 'GNU.sparse.major': '1' }), file(`${top}/x`)]],
  ['tar-sparse', 'a pax sparse map', [paxEntry({ 'GNU.sparse.map': '0,4' }), file(`${top}/x`)]],
  ['tar-pax-size', 'a pax size that differs', [paxEntry({ size: '1024' }), file(`${top}/x`)]],
  ['tar-pax-header', 'a pax size that is no number', [paxEntry({ size: '-1' }), file(`${top}/x`)]],
  [
    'tar-pax-header',
    'two pax headers',
    [paxEntry({ path: `${top}/a` }), paxEntry({ path: `${top}/b` }), file(`${top}/x`)],
  ],
  [
    'tar-pax-header',
    'a key twice',
    [tarEntry({ name: 'p', type: 'x', data: '12 path=a/b\n12 path=a/c\n' }), file(`${top}/x`)],
  ],
  [
    'tar-pax-header',
    'a record with a wrong length',
    [tarEntry({ name: 'p', type: 'x', data: '99 path=a\n' }), file(`${top}/x`)],
  ],
  [
    'tar-pax-header',
    'a record without length',
    [tarEntry({ name: 'p', type: 'x', data: 'path=a\n' }), file(`${top}/x`)],
  ],
  ['tar-pax-header', 'an empty header', [tarEntry({ name: 'p', type: 'x' }), file(`${top}/x`)]],
  ['tar-pax-header', 'a name with a NUL', [paxEntry({ path: `${top}/a\0b` }), file(`${top}/x`)]],
  [
    'tar-pax-header',
    'another character set',
    [paxEntry({ hdrcharset: 'BINARY' }), file(`${top}/x`)],
  ],
  ['tar-pax-header', 'a header for no member', [paxEntry({ path: `${top}/a` })]],
  [
    'tar-pax-header',
    'long names of both kinds',
    [
      tarEntry({ name: 'l', type: 'L', data: `${top}/a\0` }),
      paxEntry({ path: `${top}/b` }),
      file(`${top}/x`),
    ],
  ],
  [
    'tar-pax-header',
    'two long names',
    [1, 2].map(() => tarEntry({ name: 'l', type: 'L', data: `${top}/a\0` })),
  ],
  [
    'tar-pax-header',
    'an endless header',
    [tarEntry({ name: 'p', type: 'x', data: Buffer.alloc(1_100_000, 0x20) })],
  ],
  ['tar-global-header', 'a global path', [paxEntry({ path: `${top}/a` }, 'g'), file(`${top}/x`)]],
  ['tar-global-header', 'a global size', [paxEntry({ size: '4' }, 'g'), file(`${top}/x`)]],
  [
    'tar-sparse',
    'a global sparse key',
    [paxEntry({ 'GNU.sparse.name': 'x' }, 'g'), file(`${top}/x`)],
  ],
  ['tar-member-type', 'a character device', [tarEntry({ name: `${top}/x`, type: '3' })]],
  ['tar-member-type', 'a block device', [tarEntry({ name: `${top}/x`, type: '4' })]],
  ['tar-member-type', 'a pipe', [tarEntry({ name: `${top}/x`, type: '6' })]],
  ['tar-member-type', 'an unknown type', [tarEntry({ name: `${top}/x`, type: 'Q' })]],
  [
    'tar-name-encoding',
    'a name that is not UTF-8',
    [tarEntry({ name: '', rawName: Buffer.from([0x64, 0xff]) })],
  ],
  ['tar-link-escapes', 'an absolute link', [link(`${top}/l`, '/etc/passwd')]],
  ['tar-link-escapes', 'a link that leads out', [link(`${top}/l`, '../../x')]],
  ['tar-link-escapes', 'a link beside the top folder', [link(`${top}/l`, '../other')]],
  ['tar-link-escapes', 'a link down and up', [link(`${top}/l`, 'd/../../../x')]],
  [
    'tar-link-escapes',
    'a way down and up again, which another link can bend',
    [link(`${top}/a/b/l`, 'd/../x')],
  ],
  ['tar-link-escapes', 'a link to a drive', [link(`${top}/l`, 'C:/x')]],
  ['tar-link-escapes', 'an empty link', [link(`${top}/l`, '')]],
  [
    'tar-link-escapes',
    'a pax link that leads out',
    [paxEntry({ linkpath: '../../x' }), link(`${top}/l`, 'demo.py')],
  ],
  ['tar-link-escapes', 'a hard link out of the tree', [link(`${top}/l`, '../x', '1')]],
  ['tar-link-escapes', 'an absolute hard link', [link(`${top}/l`, `/${top}/demo.py`, '1')]],
  ['tar-link-escapes', 'a hard link to nothing', [link(`${top}/l`, `${top}/nothing`, '1')]],
  ['tar-through-link', 'a file through a link', [link(`${top}/d`, '.'), file(`${top}/d/x`)]],
  [
    'tar-through-link',
    'a link made after the file below it',
    [file(`${top}/d/x`), link(`${top}/d`, '.')],
  ],
  ['member-path-conflict', 'a file below a file', [file(`${top}/demo.py/x`)]],
  [
    'member-path-conflict',
    'a second PKG-INFO',
    [tarEntry({ name: `${top}/PKG-INFO`, data: METADATA })],
  ],
  ['member-path-conflict', 'a second file in another spelling', [file(`./${top}//demo.py`)]],
  ['member-path-absolute', 'an absolute path', [file('/etc/x')]],
  ['member-path-absolute', 'a path to a drive', [file('C:/x')]],
  ['member-path-absolute', 'a network path', [file('\\\\host\\x')]],
  ['member-path-escapes', 'a path that leads out', [file(`${top}/../../x`)]],
  ['member-path-escapes', 'a path that leads out by backslashes', [file(`${top}\\..\\..\\x`)]],
  [
    'member-path-escapes',
    'a long path that leads out',
    [paxEntry({ path: `${top}/../../x` }), file(`${top}/x`)],
  ],
  ['member-path-invalid', 'a control character', [file(`${top}/x\u001b[2J`)]],
  ['sdist-top-folder', 'a second top folder', [file('other/x')]],
  ['sdist-top-folder', 'a file beside the top folder', [file('setup.py')]],
]

describe('walkTar refuses', () => {
  test.each(MALFORMED)('%s: %s', async (reason, _what, members) => {
    expect(await refusalOf(buildSdist(members), SDIST_NAME)).toBe(reason)
  })

  test('what is no gzip file of one member', async () => {
    const good = buildSdist()
    const half = gzipSync(Buffer.alloc(600))
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ['gzip-invalid', Buffer.from('hello, this is no archive at all')],
      ['gzip-invalid', Buffer.from([0x1f, 0x8b])],
      ['gzip-invalid', Buffer.from('BZh91AY&SY and the rest of it')],
      ['gzip-trailing-data', Buffer.concat([good, half])],
      ['gzip-trailing-data', Buffer.concat([good, Buffer.from('x')])],
      ['gzip-trailing-data', Buffer.concat([good, randomBytes(600_000)])],
      ['gzip-trailing-data', Buffer.concat([good, Buffer.alloc(1024)])],
      ['gzip-corrupt', good.subarray(0, -20)],
      ['gzip-corrupt', Buffer.concat([good.subarray(0, -8), Buffer.alloc(4), good.subarray(-4)])],
      ['gzip-corrupt', Buffer.concat([good.subarray(0, -4), Buffer.alloc(4)])],
      [
        'gzip-corrupt',
        Buffer.concat([good.subarray(0, 30), Buffer.alloc(200, 0xff), good.subarray(230)]),
      ],
    ]
    for (const [reason, content] of cases) {
      expect([reason, await refusalOf(content, SDIST_NAME)]).toEqual([reason, reason])
    }
  })

  test('a gzip file that is a ZIP archive too', async () => {
    // The gzip trailer of 8 bytes is hidden in the comment of the ZIP end record.
    const zip = buildZip([{ name: 'x', data: 'x' }], { commentLength: 8 })
    const content = Buffer.concat([buildSdist().subarray(0, -8), zip, Buffer.alloc(8)])
    expect(await refusalOf(content, SDIST_NAME)).toBe('archive-polyglot')
  })

  test('an archive that is cut off, goes on after its end, or is empty', async () => {
    const members = [tarEntry({ name: `${top}/PKG-INFO`, data: METADATA })]
    expect(await refusalOf(buildTarGz(members, Buffer.alloc(100)), SDIST_NAME)).toBe(
      'tar-truncated',
    )
    expect(await refusalOf(buildTarGz([], TAR_END), SDIST_NAME)).toBe('archive-empty')
    const hidden = Buffer.concat([TAR_END, tarEntry({ name: `${top}/hidden`, data: 'x' })])
    expect(await refusalOf(buildTarGz(members, hidden), SDIST_NAME)).toBe('tar-trailing-data')
    expect(await refusalOf(buildTarGz(members, Buffer.alloc(512)), SDIST_NAME)).toBe('accepted')
    expect(await refusalOf(buildTarGz(members, Buffer.alloc(0)), SDIST_NAME)).toBe('accepted')
    expect(await refusalOf(buildTarGz(members, Buffer.alloc(20_480)), SDIST_NAME)).toBe('accepted')
  })

  test('an archive without PKG-INFO, or with a link in its place', async () => {
    const other = tarEntry({ name: `${top}/OTHER`, data: METADATA })
    expect(await refusalOf(buildTarGz([other]), SDIST_NAME)).toBe('sdist-no-pkg-info')
    expect(await refusalOf(buildTarGz([other, link(`${top}/PKG-INFO`, 'OTHER')]), SDIST_NAME)).toBe(
      'sdist-no-pkg-info',
    )
  })

  test('more members, bytes or PKG-INFO than allowed', async () => {
    expect(await refusalOf(buildSdist(), SDIST_NAME, { budget: { members: 2 } })).toBe(
      'archive-too-many-members',
    )
    expect(await refusalOf(buildSdist(), SDIST_NAME, { budget: { tarBytes: 1000 } })).toBe(
      'archive-bomb',
    )
    const long = `${METADATA}${'x'.repeat(8 * 1024 ** 2)}`
    expect(await refusalOf(buildSdist([], long), SDIST_NAME)).toBe('member-too-large')
    expect(await refusalOf(buildSdist(), SDIST_NAME, { budget: { milliseconds: -1 } })).toBe(
      'time-budget',
    )
  })

  test('a bomb, soon after 64 MiB', async () => {
    const bomb = buildSdist([
      tarEntry({ name: `${top}/zeros`, data: Buffer.alloc(200 * 1024 * 1024) }),
    ])
    const started = performance.now()
    expect(await refusalOf(bomb, SDIST_NAME)).toBe('archive-bomb')
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('walkTar accepts', () => {
  test.each<readonly [string, readonly Uint8Array[]]>([
    ['a plain archive', []],
    ['a comment in a global header', [paxEntry({ comment: 'abc' }, 'g'), file(`${top}/x`)]],
    [
      'a long pax name',
      [paxEntry({ path: `${top}/${'a'.repeat(200)}`, mtime: '1.5' }), file('short')],
    ],
    ['a pax size that is the same', [paxEntry({ size: '4' }), file(`${top}/x`)]],
    [
      'a long GNU name',
      [
        tarEntry({ name: 'l', type: 'L', magic: 'gnu', data: `${top}/${'a'.repeat(200)}\0` }),
        file('short'),
      ],
    ],
    ['a name with a prefix', [tarEntry({ name: 'x', prefix: `${top}/d` })]],
    [
      'the oldest header form',
      [tarEntry({ name: `${top}/x`, type: '\0', magic: 'none', data: 'text' })],
    ],
    [
      'a binary size',
      [
        tarEntry({
          name: `${top}/x`,
          data: 'text',
          sizeField: Buffer.from([0x80, ...Buffer.alloc(10), 4]),
        }),
      ],
    ],
    ['a link inside the tree', [link(`${top}/l`, 'demo.py'), link(`${top}/d/l`, '../demo.py')]],
    ['a hard link to an earlier file', [link(`${top}/l`, `${top}/demo.py`, '1')]],
    ['a folder twice', [tarEntry({ name: `${top}/`, type: '5' })]],
    ['names with ./ in front', [file(`./${top}/x`)]],
    ['a name outside ASCII', [file(`${top}/été.py`)]],
  ])('%s', async (_what, members) => {
    expect(await refusalOf(buildSdist(members), SDIST_NAME)).toBe('accepted')
  })

  test('a gzip header with all its optional parts', async () => {
    const body = buildSdist().subarray(10)
    const head = Buffer.from([
      0x1f,
      0x8b,
      8,
      2 + 4 + 8 + 16,
      0,
      0,
      0,
      0,
      0,
      3,
      2,
      0,
      1,
      2,
      0x61,
      0,
      0x62,
      0,
      9,
      9,
    ])
    const inspected = await inspectBytes(Buffer.concat([head, body]), SDIST_NAME)
    expect(inspected).toMatchObject({
      kind: 'sdist',
      pythonTag: 'source',
      memberCount: 3,
      tags: undefined,
    })
    expect(inspected.metadataBytes).toBeUndefined()
    expect(inspected.unpackedBytes).toBe(512 * 7)
  })
})
