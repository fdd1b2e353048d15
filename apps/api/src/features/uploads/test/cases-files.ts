import { createHash } from 'node:crypto'
import { bzipped } from './bzipped.ts'
import { withToken } from '../../../test/callers.ts'
import { buildTarGz, tarEntry } from '../../../packaging/test/tar-writer.ts'
import { formOf, type Distribution } from '../../../test/wheels.ts'
import { OK, row, type Answer, type Case, type World } from './case.ts'
import { sdist, wheel, type WheelTwist } from './make-distribution.ts'

const BAD = 400
const SMALL = { MAX_FILE_SIZE: '1MiB', MAX_PROJECT_SIZE: '2MiB' }
const EXISTS = [BAD, 'file already exists'] as const

const named = (id: string, filename: string, says: string, filetype?: string): Case =>
  row(
    id,
    `file ${JSON.stringify(filename)}${filetype ? ` as ${filetype}` : ''}`,
    [BAD, says],
    (world) =>
      world.send({ ...wheel(world.name), filename }, filetype ? { fields: { filetype } } : {}),
  )

const typed = (world: World, type: string | null): Promise<Answer> =>
  world.send(wheel(world.name), {
    parts: formOf(wheel(world.name)).map((part) =>
      part.name === 'content' ? { ...part, type } : part,
    ),
  })

/** A wheel that no compression makes smaller than so many bytes. */
const heavy = (name: string, version: string, size: number): Distribution => {
  const blocks: Buffer[] = []
  for (let index = 0; index < size / 32; index += 1) {
    blocks.push(createHash('sha256').update(`${version} ${index}`).digest())
  }
  return wheel(name, version, {
    info: { 'sboms/x.json': Buffer.concat(blocks).toString('base64') },
  })
}

async function publishTwice(
  world: World,
  first: Distribution,
  second: Distribution,
): Promise<Answer> {
  await world.publish(first)
  return world.send(second)
}

async function deleteFile(world: World, filename: string): Promise<void> {
  const program = await withToken(world.api, world.owner, { actions: ['manage'] })
  const path = `/api/v1/projects/${world.name}/files/${filename}?confirm=${filename}`
  const { status, text } = await program.ask('DELETE', path)
  if (status !== 200) throw new Error(`${status} ${text}`)
}

async function age(world: World, days: number): Promise<void> {
  const createdAt = new Date(Date.now() - days * 24 * 60 * 60 * 1000)
  await world.api.deps.db.release.updateMany({
    where: { project: { normalizedName: world.name } },
    data: { createdAt },
  })
}

/** Names, sizes, clashes and ages: cases 44 to 53. */
export const FILE_CASES: readonly Case[] = [
  named('44a', 'a/case-1.0-py3-none-any.whl', 'filename'),
  named('44b', 'a\\\\case-1.0-py3-none-any.whl', 'filename'),
  named('44c', 'case\u0007-1.0-py3-none-any.whl', 'malformed'),
  named('45a', 'case-1.0-py3.egg', 'extension'),
  named('45b', 'case-1.0.exe', 'extension'),
  named('45c', 'case-1.0.tar.bz2', 'extension'),
  named('45d', 'case-1.0-py3-none-any.WHL', 'extension'),
  row('45e', '.whl as sdist', [BAD, 'extension'], (world) =>
    world.send(wheel(world.name), { fields: { filetype: 'sdist', pyversion: 'source' } }),
  ),
  row('45f', '.tar.gz as bdist_wheel', [BAD, 'extension'], (world) =>
    world.send(sdist(world.name), { fields: { filetype: 'bdist_wheel', pyversion: 'py3' } }),
  ),
  row('46a', 'part of type image/png', [BAD, 'invalid distribution file'], (world) =>
    typed(world, 'image/png'),
  ),
  row('46b', 'part without a type', OK, (world) => typed(world, null)),
  row(
    '47a',
    'file over the limit',
    [BAD, 'too large'],
    (world) => world.send(heavy(world.name, '1.0', 1_100_000)),
    { environment: SMALL },
  ),
  row(
    '47b',
    'project over the limit',
    [BAD, 'too large'],
    async (world) => {
      await world.publish(heavy(world.name, '1.0', 900_000))
      await world.publish(heavy(world.name, '2.0', 900_000))
      return world.send(heavy(world.name, '3.0', 900_000))
    },
    { environment: SMALL },
  ),
  row(
    '48',
    'the identical file again',
    OK,
    (world) => publishTwice(world, wheel(world.name), wheel(world.name)),
    {
      also: async ({ api, name }) => {
        const { db } = api.deps
        const files = await db.file.count({ where: { project: { normalizedName: name } } })
        const journal = await db.journalEntry.count({ where: { projectName: name } })
        return files === 1 && journal === 3
          ? undefined
          : `${files} files, ${journal} in the journal`
      },
    },
  ),
  row(
    '49',
    'same name, other bytes',
    EXISTS,
    (world) => publishTwice(world, wheel(world.name), wheel(world.name, '1.0', { mark: 'other' })),
    {
      also: async (_world, { statusText }) =>
        statusText.startsWith('File already exists') ? undefined : 'does not begin with it',
    },
  ),
  row('50', 'same bytes, other name', EXISTS, (world) => {
    const file = wheel(world.name)
    const filename = file.filename.replace('-py3', '-1-py3')
    return publishTwice(world, file, { ...file, filename })
  }),
  row('51a', 'a deleted file again', [BAD, 'previously used'], async (world) => {
    await world.publish(wheel(world.name))
    await deleteFile(world, wheel(world.name).filename)
    return world.send(wheel(world.name))
  }),
  row(
    '51b',
    'the name of a deleted file with other bytes',
    [BAD, 'previously used'],
    async (world) => {
      await world.publish(wheel(world.name))
      await deleteFile(world, wheel(world.name).filename)
      return world.send(wheel(world.name, '1.0', { mark: 'other' }))
    },
  ),
  row('52', 'second sdist', [BAD, 'only one sdist'], async (world) => {
    await world.publish(sdist(world.name))
    // Under the name that it would need for its own spelling of the version, which is a file too.
    return world.send({
      ...sdist(world.name, '1.0.0', { mark: 'second' }),
      version: '1.0.0',
    })
  }),
  row('53a', 'a new file for a release of 15 days', [BAD, '14 days'], async (world) => {
    await world.publish(wheel(world.name))
    await age(world, 15)
    return world.send(sdist(world.name))
  }),
  row('53b', 'an old file again after 15 days', OK, async (world) => {
    await world.publish(wheel(world.name))
    await age(world, 15)
    return world.send(wheel(world.name))
  }),
  row('53c', 'a new file for a release of 13 days', OK, async (world) => {
    await world.publish(wheel(world.name))
    await age(world, 13)
    return world.send(sdist(world.name))
  }),
]

const stemOf = (name: string) => name.replaceAll('-', '_')

const sdistNamed = (
  id: string,
  what: string,
  version: string,
  nameOf: (name: string) => string,
  says: (name: string) => string,
): Case =>
  row(
    id,
    what,
    [BAD, ''],
    (world) => world.send(sdist(world.name, version, { filename: nameOf(world.name) })),
    {
      also: async ({ name }, { statusText }) =>
        statusText.includes(says(stemOf(name))) ? undefined : `${says(stemOf(name))} is not named`,
    },
  )

const wheelNamed = (
  id: string,
  what: string,
  says: string,
  twist: (name: string) => WheelTwist,
  version = '1.0',
): Case =>
  row(id, what, [BAD, says], (world) =>
    world.send(wheel(world.name, version, twist(stemOf(world.name)))),
  )

const REFUSED_TAGS = [
  'linux_x86_64',
  'linux_x86_64.win32',
  'macosx_9_2_x86_64',
  'macosx_11_2_arm64',
  'macosx_16_2_arm64',
  'macosx_27_0_arm64',
  'macosx_10_15_amd64',
]
const ACCEPTED_TAGS = [
  'any',
  'win_arm64',
  'macosx_10_9_universal2',
  'macosx_11_0_arm64',
  'macosx_26_0_arm64',
  'manylinux_2_28_riscv64',
  'musllinux_1_2_aarch64',
  'linux_armv7l',
  'ios_13_0_arm64_iphoneos',
  'android_21_arm64_v8a',
  'pyemscripten_2026_0_wasm32',
]
const LETTERS = 'abcdefghijklmnopqrst'

/** File names: cases 54 to 57. */
export const FILENAME_CASES: readonly Case[] = [
  sdistNamed(
    '54a',
    'sdist with upper case and hyphens',
    '1.0',
    (name) => `${name.toUpperCase()}-1.0.tar.gz`,
    (stem) => `${stem}-1.0.tar.gz`,
  ),
  sdistNamed(
    '54b',
    'sdist 1.0-9',
    '1.0.post9',
    (name) => `${stemOf(name)}-1.0-9.tar.gz`,
    (stem) => `${stem}-1.0.post9.tar.gz`,
  ),
  sdistNamed(
    '54c',
    'sdist 1.02.3',
    '1.2.3',
    (name) => `${stemOf(name)}-1.02.3.tar.gz`,
    (stem) => `${stem}-1.2.3.tar.gz`,
  ),
  sdistNamed(
    '54d',
    'sdist as .zip',
    '1.0',
    (name) => `${stemOf(name)}-1.0.zip`,
    (stem) => `${stem}-1.0.tar.gz`,
  ),
  row('55', 'something.tar.gz', [BAD, 'invalid source distribution filename'], (world) =>
    world.send(sdist(world.name, '1.0', { filename: 'something.tar.gz' })),
  ),
  wheelNamed('56a', 'wheel of too few parts', 'number of parts', (stem) => ({
    filename: `${stem}-1.0.whl`,
  })),
  wheelNamed('56b', 'wheel of build q', 'build number', (stem) => ({
    filename: `${stem}-1.0-q-py3-none-any.whl`,
  })),
  wheelNamed('56c', 'wheel 0.0.4test1', 'version', (stem) => ({
    filename: `${stem}-0.0.4test1-py3-none-any.whl`,
  })),
  wheelNamed('56d', 'wheel with an upper-case name', 'normalized', (stem) => ({
    stem: `${stem.toUpperCase()}-1.0`,
  })),
  wheelNamed(
    '56e',
    'wheel 6.6.6 of 1.2.3',
    'version in filename',
    (stem) => ({ stem: `${stem}-6.6.6` }),
    '1.2.3',
  ),
  ...REFUSED_TAGS.map((tag, index) =>
    row(`57${LETTERS[index]}`, `tag ${tag}`, [BAD, 'unsupported platform tag'], (world) =>
      world.send(wheel(world.name, '1.0', { tag: `py3-none-${tag}` })),
    ),
  ),
  ...ACCEPTED_TAGS.map((tag, index) =>
    row(`57${LETTERS[REFUSED_TAGS.length + index]}`, `tag ${tag}`, OK, (world) =>
      world.send(wheel(world.name, '1.0', { tag: `py3-none-${tag}` })),
    ),
  ),
]

const wheelWith = (
  id: string,
  what: string,
  says: string,
  twist: WheelTwist | ((name: string) => WheelTwist),
  more: { deviates?: string } = {},
): Case =>
  row(
    id,
    what,
    [BAD, says],
    (world) =>
      world.send(
        wheel(world.name, '1.0', typeof twist === 'function' ? twist(stemOf(world.name)) : twist),
      ),
    more,
  )

const sdistOf = (
  id: string,
  what: string,
  says: string,
  make: (name: string) => Distribution,
): Case => row(id, what, [BAD, says], (world) => world.send(make(world.name)))

/** The sidecar against the page and against the wheel. */
async function checkSidecar(world: World): Promise<string | undefined> {
  const accept = 'application/vnd.pypi.simple.v1+json'
  const page = await world.call({ path: `/simple/${world.name}/`, headers: { accept } })
  const [file] = page.json<{ files: { url: string; 'core-metadata': { sha256: string } }[] }>()
    .files
  const sidecar = await world.call({
    path: `${new URL(file!.url, world.api.origin).pathname}.metadata`,
  })
  const digest = createHash('sha256').update(sidecar.bytes).digest('hex')
  if (digest !== file!['core-metadata'].sha256) return 'the page states another hash'
  return sidecar.text === wheel(world.name).metadata ? undefined : 'the bytes are not METADATA'
}

/** Archives, licences, attestations and releases: cases 58 to 63. */
export const ARCHIVE_CASES: readonly Case[] = [
  wheelWith('58a', 'wheel without RECORD', 'record', { info: { RECORD: undefined } }),
  wheelWith(
    '58b',
    'RECORD lacks a member',
    'record',
    { extra: [{ name: 'demo/more.py', data: '' }] },
    {
      deviates:
        '200 and a mail there (refusal was announced); here RECORD and its hashes must be right: it is what installers and audits trust. CHECK_RECORD=false takes it',
    },
  ),
  wheelWith('58c', 'wheel without METADATA', 'metadata', { info: { METADATA: undefined } }),
  wheelWith('58d', 'wheel without WHEEL', 'wheel', { info: { WHEEL: undefined } }),
  wheelWith('58e', 'entry points with a bad script name', 'entry_points', {
    info: { 'entry_points.txt': '[console_scripts]\na/b = demo:main\n' },
  }),
  row('58f', 'METADATA is the sidecar', OK, (world) => world.send(wheel(world.name)), {
    also: checkSidecar,
  }),
  sdistOf('59a', 'tar without PKG-INFO', 'pkg-info', (name) =>
    sdist(name, '1.0', { withoutMetadata: true }),
  ),
  sdistOf('59b', 'tar with two top folders', 'top-level', (name) =>
    sdist(name, '1.0', { extra: [tarEntry({ name: 'other/x', data: '' })] }),
  ),
  sdistOf('59c', 'tar with a sparse member', 'sparse', (name) =>
    sdist(name, '1.0', {
      extra: [tarEntry({ name: `${stemOf(name)}-1.0/s`, type: 'S', magic: 'gnu' })],
    }),
  ),
  sdistOf('59d', 'bzip2 in .tar.gz', 'invalid', (name) => ({ ...sdist(name), bytes: bzipped() })),
  sdistOf('59e', 'zip and tar at once', 'invalid', (name) => ({
    ...sdist(name),
    bytes: Buffer.concat([sdist(name).bytes, wheel(name).bytes]),
  })),
  sdistOf('59f', 'a tar under the name of a wheel', 'zip', (name) => ({
    ...wheel(name),
    bytes: buildTarGz([tarEntry({ name: 'x', data: '' })]),
  })),
  wheelWith('60a', 'member with a data descriptor', 'data descriptor', {
    extra: [{ name: 'demo/d.py', data: 'x', flags: 8 }],
  }),
  wheelWith('60b', 'member twice', 'twice', {
    extra: [{ name: 'demo/__init__.py', data: 'x' }],
  }),
  wheelWith('60c', 'bytes before the archive', 'does not begin', {
    zip: { prefix: Buffer.from('#!/bin/sh\n') },
  }),
  wheelWith('60d', 'bytes after the archive', 'bytes follow', {
    zip: { trailing: Buffer.from('more') },
  }),
  wheelWith('60e', 'bzip2 member', 'compression method', {
    extra: [{ name: 'demo/b', method: 12, packed: bzipped() }],
  }),
  wheelWith('60f', 'bomb over 64 MiB and 50 to 1', 'unpacks to more than 50 times', {
    extra: [{ name: 'demo/zeros', data: Buffer.alloc(65 * 2 ** 20) }],
  }),
  wheelWith('61a', 'License-File that is not in the wheel', 'license-file', {
    headers: 'License-File: LICENSE\n',
  }),
  sdistOf('61b', 'License-File that is not in the sdist', 'license-file', (name) =>
    sdist(name, '1.0', { headers: 'License-File: LICENSE\n' }),
  ),
  row('62a', 'attestation with an API token', [BAD, 'attestations'], (world) =>
    world.send(wheel(world.name), { fields: { attestations: '[{"version": 1}]' } }),
  ),
  row('62b', 'three attestations', [BAD, 'attestations'], (world) =>
    world.send(wheel(world.name), { fields: { attestations: '[{}, {}, {}]' } }),
  ),
  row(
    '63',
    'wheel of 1.0.0 after 1.0',
    OK,
    async (world) => {
      await world.publish(sdist(world.name, '1.0', { headers: 'Summary: First\n' }))
      return world.send(wheel(world.name, '1.0.0', { headers: 'Summary: Second\n' }))
    },
    {
      also: async ({ api, name }) => {
        const releases = await api.deps.db.release.findMany({
          where: { project: { normalizedName: name } },
          include: { files: true },
        })
        const [only] = releases
        const isOne = releases.length === 1 && only?.files.length === 2
        if (!isOne) return `${releases.length} releases`
        return only.version === '1.0' && only.summary === 'First'
          ? undefined
          : 'the metadata changed'
      },
    },
  ),
]
