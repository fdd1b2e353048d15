import { describe, expect, test } from '@jest/globals'
import {
  buildSdist,
  buildWheel,
  inspectBytes,
  METADATA,
  recordRow,
  refusalOf,
  SDIST_NAME,
  WHEEL_FILE,
  WHEEL_NAME,
  wheelFiles,
  zipEntries,
  type TrialOptions,
} from './test/distributions.ts'
import { buildTarGz, tarEntry } from './test/tar-writer.ts'
import { buildZip } from './test/zip-writer.ts'
import inspectInWorker from './inspect-worker.ts'
import { DEFAULT_POLICY } from './policy.ts'

const info = 'demo-1.0.dist-info'

/** Inspects a wheel made of the usual files with some changed; undefined leaves a file out. */
function wheelWith(
  changes: Record<string, string | undefined>,
  filename = WHEEL_NAME,
  options: TrialOptions = {},
): Promise<string> {
  return refusalOf(buildZip(zipEntries(wheelFiles(changes))), filename, options)
}

describe('a wheel', () => {
  test('gives everything that is known about it', async () => {
    const inspected = await inspectBytes(buildWheel(), WHEEL_NAME)
    expect({ ...inspected, metadata: undefined, metadataBytes: undefined }).toEqual({
      kind: 'wheel',
      name: 'demo',
      normalizedName: 'demo',
      version: '1.0',
      canonicalVersion: '1',
      metadata: undefined,
      metadataBytes: undefined,
      pythonTag: 'py3',
      tags: { python: ['py3'], abi: ['none'], platform: ['any'] },
      build: undefined,
      memberCount: 4,
      unpackedBytes: Object.values(wheelFiles()).join('').length,
    })
    expect(Buffer.from(inspected.metadataBytes ?? []).toString()).toBe(METADATA)
    expect(inspected.metadata).toMatchObject({ summary: 'A demo', description: 'Hello.\n' })
  })

  test.each<readonly [string, string]>([
    ['demo-1.0.whl', 'wheel-filename-parts'],
    ['demo-1.0-q-py3-none-any.whl', 'wheel-filename-build'],
    ['demo-dog-py3-none-any.whl', 'wheel-filename-version'],
    ['demo-1.0-py3-none-any.WHL', 'filename-invalid'],
    ['demo-1.0-py3-none-any.egg', 'filename-invalid'],
    ['../demo-1.0-py3-none-any.whl', 'filename-invalid'],
    ['a\\demo-1.0-py3-none-any.whl', 'filename-invalid'],
    ['demo-1.0-py3-none-any\u0007.whl', 'filename-invalid'],
    ['demo-1.0-py3-none-linux_x86_64.whl', 'wheel-platform-tag'],
    ['demo-1.0-py3-none-macosx_11_1_arm64.whl', 'wheel-platform-tag'],
    [`demo-1.0-1${'a'.repeat(230)}-py3-none-any.whl`, 'filename-too-long'],
    // The folder in the archive is spelled as in another file name.
    ['demo-1.0.0-py3-none-any.whl', 'wheel-no-wheel-file'],
  ])('named %j is refused: %s', async (filename, reason) => {
    expect(await refusalOf(buildWheel(), filename)).toBe(reason)
  })

  test('must be named as its metadata says', async () => {
    const named = (stem: string, metadata: string): Promise<string> =>
      refusalOf(
        buildZip(
          zipEntries(
            wheelFiles(
              {
                [`${stem}.dist-info/METADATA`]: metadata,
                [`${stem}.dist-info/WHEEL`]: WHEEL_FILE,
              },
              `${stem}.dist-info`,
            ),
          ),
        ),
        `${stem}-py3-none-any.whl`,
      )
    const metadata = (name: string, version: string): string =>
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`
    expect(await named('demo_x-1.0', metadata('Demo.X', '1.0'))).toBe('accepted')
    expect(await named('demo_x-1.0.0', metadata('Demo.X', '1'))).toBe('accepted')
    expect(await named('Demo_X-1.0', metadata('Demo.X', '1.0'))).toBe('filename-not-normalized')
    expect(await named('demo.x-1.0', metadata('Demo.X', '1.0'))).toBe('filename-not-normalized')
    expect(await named('other-1.0', metadata('demo', '1.0'))).toBe('filename-name-mismatch')
    expect(await named('demo-6.6.6', metadata('demo', '1.0'))).toBe('filename-version-mismatch')
    expect(await named('demo-1.0+x', metadata('demo', '1.0+x'))).toBe('metadata-local-version')
  })

  test('may have a local version or a bare linux tag where the policy says so', async () => {
    const local = {
      [`demo-1.0+x.dist-info/METADATA`]: METADATA.replace('1.0\n', '1.0+x\n'),
      [`demo-1.0+x.dist-info/WHEEL`]: WHEEL_FILE,
    }
    const content = buildZip(zipEntries(wheelFiles(local, 'demo-1.0+x.dist-info')))
    expect(
      await refusalOf(content, 'demo-1.0+x-py3-none-any.whl', {
        policy: { allowLocalVersions: true },
      }),
    ).toBe('accepted')
    const linux = 'demo-1.0-py3-none-linux_x86_64.whl'
    expect(await refusalOf(buildWheel(), linux, { policy: { allowLinuxTags: true } })).toBe(
      'accepted',
    )
  })

  test.each<readonly [string, Record<string, string | undefined>]>([
    ['wheel-no-wheel-file', { [`${info}/WHEEL`]: undefined }],
    ['wheel-no-metadata', { [`${info}/METADATA`]: undefined }],
    ['wheel-no-record', { [`${info}/RECORD`]: undefined }],
    ['wheel-several-dist-info', { 'other-1.0.dist-info/METADATA': METADATA }],
    ['metadata-malformed', { [`${info}/METADATA`]: 'no header\n' }],
    ['entry-points-invalid', { [`${info}/entry_points.txt`]: '[console_scripts]\na b = c:d\n' }],
    [
      'license-file-missing',
      { [`${info}/METADATA`]: METADATA.replace('\n\n', '\nLicense-File: LICENSE\n\n') },
    ],
    [
      'accepted',
      {
        [`${info}/METADATA`]: METADATA.replace('\n\n', '\nLicense-File: a/LICENSE\n\n'),
        [`${info}/licenses/a/LICENSE`]: 'MIT',
      },
    ],
    ['accepted', { [`${info}/entry_points.txt`]: '[console_scripts]\na-b.c_d = c:d\n' }],
    ['accepted', { [`${info}/RECORD.jws`]: '{}', [`${info}/RECORD.p7s`]: 'x' }],
    ['accepted', { 'demo/vendor-1.0.dist-info/METADATA': METADATA }],
  ])('%s: %j', async (reason, changes) => {
    expect(await wheelWith(changes)).toBe(reason)
  })
})

describe('RECORD', () => {
  const files = wheelFiles({ [`${info}/RECORD`]: undefined })
  const rows = Object.entries(files).map(([name, data]) => recordRow(name, data))
  const record = (...lines: string[]): Record<string, string> => ({
    [`${info}/RECORD`]: lines.join(''),
  })
  const own = `${info}/RECORD,,\n`
  const [first = '', ...others] = rows

  test.each<readonly [string, string, Record<string, string>]>([
    ['accepted', 'lists everything', record(...rows, own)],
    ['accepted', 'does not list itself', record(...rows)],
    [
      'accepted',
      'has CRLF line ends and quotes',
      record(...[...rows, own].map((row) => row.replace(/^([^,]+)/, '"$1"').replace('\n', '\r\n'))),
    ],
    ['accepted', 'has backslashes', record(first.replace('/', '\\'), ...others, own)],
    [
      'accepted',
      'has SHA-256 with padding',
      record(first.replace(/,([0-9]+)\n/, '=,$1\n'), ...others, own),
    ],
    [
      'accepted',
      'has no sizes',
      record(...rows.map((row) => row.replace(/,[0-9]+\n/, ',\n')), own),
    ],
    ['record-missing-entry', 'leaves a file out', record(...others, own)],
    [
      'record-extra-entry',
      'lists a file that is not there',
      record(...rows, recordRow('demo/gone.py', 'x'), own),
    ],
    ['record-extra-entry', 'lists a file outside', record(...rows, '../evil.py,,\n', own)],
    ['record-duplicate-entry', 'lists a file twice', record(...rows, first, own)],
    [
      'record-hash-mismatch',
      'has the hash of other content',
      record(recordRow('demo/__init__.py', 'y = 2\n'), ...others, own),
    ],
    [
      'record-hash-mismatch',
      'has another size',
      record(first.replace(/,[0-9]+\n/, ',7\n'), ...others, own),
    ],
    [
      'record-hash-mismatch',
      'has a hash that is too short',
      record(first.replace(/sha256=.*,/, 'sha256=abc,'), ...others, own),
    ],
    [
      'record-hash-missing',
      'has no hash for a file',
      record('demo/__init__.py,,\n', ...others, own),
    ],
    [
      'record-hash-weak',
      'has an MD5 hash',
      record('demo/__init__.py,md5=AAAA,6\n', ...others, own),
    ],
    ['record-invalid', 'has a line with two values', record(...rows, 'x,y\n')],
    ['record-invalid', 'has an open quote', record(...rows, '"x,,\n')],
    ['record-invalid', 'has more lines than any wheel', record('x,,\n'.repeat(200_001))],
    ['record-invalid', 'has text after a quote', record(...rows, '"x"y,,\n')],
  ])('%s: it %s', async (reason, _what, changes) => {
    expect(await wheelWith(changes)).toBe(reason)
  })

  test('names the wrong file in the refusal', async () => {
    const changes = record(recordRow('demo/__init__.py', 'y = 2\n'), ...others, own)
    await expect(
      inspectBytes(buildZip(zipEntries(wheelFiles(changes))), WHEEL_NAME),
    ).rejects.toThrow(
      "Invalid distribution file: 'demo/__init__.py' differs from its hash or size in RECORD; build the wheel again.",
    )
  })

  test('is not compared where the policy says so, but must be there and readable', async () => {
    const options = { policy: { checkRecord: false } }
    expect(await wheelWith(record(own), WHEEL_NAME, options)).toBe('accepted')
    expect(await wheelWith(record('"'), WHEEL_NAME, options)).toBe('record-invalid')
  })

  test('must be UTF-8', async () => {
    const entries = zipEntries(wheelFiles()).map((entry) =>
      entry.name.endsWith('/RECORD') ? { ...entry, data: Buffer.from([0xff, 0x2c, 0x2c]) } : entry,
    )
    expect(await refusalOf(buildZip(entries), WHEEL_NAME)).toBe('record-invalid')
  })
})

describe('a source distribution', () => {
  const withMetadata = (
    metadata: string,
    filename = SDIST_NAME,
    top = 'demo-1.0',
  ): Promise<string> =>
    refusalOf(
      buildTarGz([
        tarEntry({ name: `${top}/PKG-INFO`, data: metadata }),
        tarEntry({ name: `${top}/LICENSE`, data: 'MIT' }),
      ]),
      filename,
    )
  const metadata = (name: string, version: string): string =>
    `Metadata-Version: 2.4\nName: ${name}\nVersion: ${version}\nLicense-File: LICENSE\n`

  test.each<readonly [string, string, string, string]>([
    ['some_thing-1.0.tar.gz', 'Some-Thing', '1.0', 'accepted'],
    ['some_thing-1.0.post9.tar.gz', 'Some-Thing', '1.0-9', 'accepted'],
    ['some-thing-1.0.tar.gz', 'Some-Thing', '1.0', 'filename-name-mismatch'],
    ['Some_Thing-1.0.tar.gz', 'Some-Thing', '1.0', 'filename-name-mismatch'],
    ['some_thing-1.0-9.tar.gz', 'Some-Thing', '1.0-9', 'filename-name-mismatch'],
    ['some_thing-1.02.3.tar.gz', 'Some-Thing', '1.2.3', 'filename-name-mismatch'],
    ['some_thing-1.0.0.tar.gz', 'Some-Thing', '1.0', 'filename-name-mismatch'],
    ['other-1.0.tar.gz', 'Some-Thing', '1.0', 'filename-name-mismatch'],
    ['some_thing-1.0.zip', 'Some-Thing', '1.0', 'filename-not-normalized'],
    ['something.tar.gz', 'something', '1.0', 'filename-invalid'],
    ['some_thing-1.0.tar.bz2', 'Some-Thing', '1.0', 'filename-invalid'],
  ])('%s of %s %s: %s', async (filename, name, version, reason) => {
    expect(await withMetadata(metadata(name, version), filename)).toBe(reason)
  })

  test('says the name it should have', async () => {
    await expect(inspectBytes(buildSdist(), 'demo-1.0.0.tar.gz')).rejects.toThrow(
      "should be 'demo-1.0.tar.gz'",
    )
  })

  test('may have any name for its top folder, and must hold its licence files', async () => {
    expect(await withMetadata(metadata('demo', '1.0'), SDIST_NAME, 'anything')).toBe('accepted')
    expect(await withMetadata(metadata('demo', '1.0').replace('LICENSE', 'COPYING'))).toBe(
      'license-file-missing',
    )
  })
})

describe('the worker', () => {
  test('answers a refusal as a plain value and lets faults through', async () => {
    const job = { path: '/nonexistent/file', policy: DEFAULT_POLICY }
    const refused = await inspectInWorker({ ...job, filename: 'a/b.whl' })
    expect(structuredClone(refused)).toEqual({
      refused: { reason: 'filename-invalid', message: "Filename 'a/b.whl' must not have / or \\." },
    })
    await expect(inspectInWorker({ ...job, filename: WHEEL_NAME })).rejects.toThrow('ENOENT')
  })
})
