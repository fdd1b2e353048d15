import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  makeDistributions,
  type Distribution,
  type DistributionSpec,
} from './make-distributions.ts'
import { openPythonTools, variable, type PythonTools } from './python-tools.ts'
import { readProject } from './read-project.ts'
import { startDevpi } from './start-devpi.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { testDatabases } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'
import { createVirtualEnvironment } from './virtual-environment.ts'

const SPECS: DistributionSpec[] = [
  { name: 'wh-base', version: '1.0', kind: 'wheel', payload: 2_000 },
  { name: 'wh-base', version: '1.0', kind: 'sdist' },
  { name: 'wh-base', version: '1.1', kind: 'wheel', payload: 2_000 },
  { name: 'wh-base', version: '1.2', kind: 'wheel', payload: 2_000 },
  { name: 'wh-base', version: '2.0rc1', kind: 'wheel', payload: 2_000 },
  { name: 'Wh.App', version: '1.0', kind: 'wheel', requires: ['wh-base>=1'] },
  { name: 'Wh.App', version: '1.1', kind: 'wheel', requires: ['wh-base>=1'] },
  { name: 'Wh.App', version: '1.1', kind: 'sdist', requires: ['wh-base>=1'] },
  { name: 'wh_source', version: '1.0', kind: 'sdist' },
  { name: 'wh_source', version: '1.1', kind: 'sdist' },
  { name: 'wh-old', version: '0.1', kind: 'wheel', requires_python: '>=3.9' },
  { name: 'wh-old', version: '0.2', kind: 'wheel', requires_python: '>=3.9' },
]
const LATER: DistributionSpec = { name: 'wh-old', version: '0.3', kind: 'wheel' }
const PROJECTS = ['wh-app', 'wh-base', 'wh-old', 'wh-source']

/** Old mirrors speak it through Python's own library, which reads our answers here. */
const XML_RPC = `
import json, sys, xmlrpc.client
index = xmlrpc.client.ServerProxy(sys.argv[1])
def refused(call):
    try:
        return call()
    except xmlrpc.client.Fault as fault:
        return [fault.faultCode, fault.faultString]
last = index.changelog_last_serial()
print(json.dumps({
    'last': last,
    'serials': index.list_packages_with_serial(),
    'changes': index.changelog_since_serial(0),
    'news': index.changelog_since_serial(last),
    'roles': index.package_roles('wh-base'),
    'packages': index.user_packages('maker'),
    'browsed': index.browse(['Nothing :: At All']),
    'withdrawn': refused(lambda: index.search({'name': 'wh'})),
    'unknown': refused(index.nothing),
    'wrong': refused(lambda: index.changelog_since_serial('0')),
}))
`

// One kind of database is enough: clients cannot tell them apart, and what pages say is asked of both.
describe.each(testDatabases().slice(-1))('mirrors of an index on the $name', (kind) => {
  let server: Wheelhouse
  let tools: PythonTools
  let files: Distribution[]
  let later: Distribution

  beforeAll(async () => {
    server = await startWheelhouse(await kind.create())
    tools = await openPythonTools(server.folder)
    const made = await makeDistributions(tools, path.join(server.folder, 'made'), [...SPECS, LATER])
    files = made.slice(0, -1)
    later = made.at(-1)!
    for (const file of files) await uploadFile(server, file)
    const yanked = await fetch(`${server.origin}/api/v1/projects/wh-base/releases/1.2/yank`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'forgets its keys' }),
    })
    if (!yanked.ok) throw new Error(`not yanked: ${await yanked.text()}`)
  })

  afterAll(() => server.close())

  /** What a mirror asked for since a mark, each address once. */
  const askedSince = async (mark: number) => {
    const requests = await server.requestsSince(mark)
    const answered = requests.filter(({ path: at }) => at !== '/livez')
    expect(answered.filter(({ status }) => status >= 400)).toStrictEqual([])
    return [...new Set(answered.map((request) => request.path))].toSorted()
  }

  test('bandersnatch copies all of it, then nothing, then what is new', async () => {
    const folder = path.join(server.folder, 'bandersnatch')
    const config = path.join(server.folder, 'bandersnatch.conf')
    const settings = {
      directory: folder,
      master: server.origin,
      'allow-non-https': 'true',
      json: 'true',
      'stop-on-error': 'true',
      'storage-backend': 'filesystem',
      workers: '2',
    }
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
    await writeFile(config, `[mirror]\n${lines.join('')}`)
    const bandersnatch = path.resolve(variable('WHEELHOUSE_TEST_MIRRORS'), 'bandersnatch')
    const mirror = () => tools.expectRun(bandersnatch, ['-c', config, 'mirror'])
    const copied = async () => {
      const inside = path.join(folder, 'web/packages')
      const entries = await readdir(inside, { recursive: true, withFileTypes: true })
      const found = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.metadata'))
      return found.map((entry) => entry.name).toSorted()
    }
    const namesOf = (list: Distribution[]) => list.map(({ filename }) => filename).toSorted()

    await mirror()
    expect(await copied()).toStrictEqual(namesOf(files))
    for (const name of PROJECTS) {
      for (const file of await readProject(server.indexUrl, name)) {
        const { pathname } = new URL(file.url)
        const copy = await readFile(path.join(folder, 'web', pathname))
        expect([file.filename, copy.length]).toStrictEqual([file.filename, file.size])
      }
      const page = await readFile(path.join(folder, 'web/simple', name, 'index.html'), 'utf8')
      expect(page).toContain(`${name.replace('-', '_')}-`)
    }

    const second = await server.mark()
    await mirror()
    // Version 8 reads the root page, older ones ask by XML-RPC.
    const lists = await askedSince(second)
    expect([['/simple', '/simple/'], ['/pypi']]).toContainEqual(lists)

    await uploadFile(server, later)
    const third = await server.mark()
    await mirror()
    expect(await copied()).toStrictEqual(namesOf([...files, later]))
    const asked = await askedSince(third)
    expect(asked.filter((at) => at.startsWith('/pypi/'))).toStrictEqual(['/pypi/wh-old/json'])
    const fetched = asked.filter((at) => at.startsWith('/packages/')).map((at) => path.basename(at))
    expect(fetched.filter((name) => name.endsWith('.whl'))).toStrictEqual([later.filename])
  })

  test('devpi shows what we show, and pip installs through it', async () => {
    const devpi = await startDevpi(tools, path.join(server.folder, 'devpi'), server.indexUrl)
    try {
      for (const name of PROJECTS) {
        const mirrored = await readProject(devpi.indexUrl, name)
        const ours = await readProject(server.indexUrl, name)
        const essence = (list: typeof ours) =>
          list.map(({ filename, sha256 }) => `${filename} ${sha256}`).toSorted()
        expect([name, essence(mirrored)]).toStrictEqual([name, essence(ours)])
      }
      const environment = await createVirtualEnvironment(
        tools,
        path.join(server.folder, 'through-devpi'),
      )
      const install = ['--isolated', '--python', environment.python, 'install', '--no-cache-dir']
      await tools.expectRun('pip', [...install, '--index-url', devpi.indexUrl, 'wh-app'])
      // The yanked 1.2 and the pre-release are left out by what devpi passes on.
      expect(await environment.installed()).toStrictEqual({ 'wh-app': '1.1', 'wh-base': '1.1' })
    } finally {
      await devpi.close()
    }
  })

  test('another Wheelhouse imports all of it, and the second time nothing', async () => {
    const other = await startWheelhouse(await kind.create())
    try {
      const command = ['import', server.indexUrl, '--all', '--owner', 'maker', '--json']
      await other.operate(command)
      for (const name of PROJECTS) {
        const ours = await readProject(server.indexUrl, name)
        const theirs = await readProject(other.indexUrl, name)
        const essence = (list: typeof ours) =>
          list.map((file) => ({ ...file, url: new URL(file.url).pathname }))
        expect([name, essence(theirs)]).toStrictEqual([name, essence(ours)])
      }
      const page = await (await fetch(`${other.indexUrl}wh-base/`)).text()
      expect(page).toContain('data-yanked="forgets its keys"')
      const mark = await server.mark()
      await other.operate(command)
      const asked = await server.requestsSince(mark)
      expect(asked.filter(({ path: at }) => at.startsWith('/packages/'))).toStrictEqual([])
    } finally {
      await other.close()
    }
  })

  test("Python's own library reads XML-RPC", async () => {
    const output = await tools.expectRun('python', ['-c', XML_RPC, `${server.origin}/pypi`])
    type Read = {
      last: number
      serials: Record<string, number>
      changes: [string, string | null, number, string, number][]
      [other: string]: unknown
    }
    const read = JSON.parse(output) as Read
    expect(
      Object.keys(read.serials)
        .map((name) => name.toLowerCase().replace(/[._]/, '-'))
        .toSorted(),
    ).toStrictEqual(PROJECTS)
    expect(Math.max(...Object.values(read.serials))).toBe(read.last)
    expect(read.changes.at(-1)![4]).toBe(read.last)
    const added = read.changes.map(([, , , action]) => /^add \S+ file (\S+)$/.exec(action)?.[1])
    for (const { filename } of files) expect(added).toContain(filename)
    expect(read).toMatchObject({
      news: [],
      roles: [['Owner', 'maker']],
      browsed: [],
      withdrawn: [-32_500, expect.stringMatching(/^RuntimeError: /)],
      unknown: [-32_601, expect.anything()],
      wrong: [-32_602, expect.stringMatching(/^client error/)],
    })
    expect(read['packages']).toHaveLength(PROJECTS.length)
  })
})
