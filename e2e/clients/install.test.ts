import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  makeDistributions,
  type Distribution,
  type DistributionSpec,
} from './make-distributions.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { startWheelhouse, type LoggedRequest, type Wheelhouse } from './start-wheelhouse.ts'
import { testDatabases } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'
import { createVirtualEnvironment } from './virtual-environment.ts'

const OLD: DistributionSpec[] = [
  { name: 'wh-base', version: '0.9', kind: 'wheel' },
  { name: 'wh-base', version: '1.0', kind: 'wheel' },
]
const NEW: DistributionSpec[] = [
  { name: 'wh-base', version: '1.1', kind: 'wheel' },
  { name: 'wh-base', version: '1.2', kind: 'wheel' },
  { name: 'wh-base', version: '2.0rc1', kind: 'wheel' },
  { name: 'wh-base', version: '3.0', kind: 'wheel', requires_python: '>=4' },
  { name: 'wh-app', version: '1.0', kind: 'wheel', requires: ['wh-base>=1'] },
  { name: 'wh-source', version: '1.0', kind: 'sdist', requires: ['wh-base<1.1'] },
]

/** The installers: how each is asked to install into an environment from our index alone. */
const INSTALLERS = {
  pip: (python: string, index: string) => [
    'pip',
    ['--isolated', '--python', python, 'install', '--index-url', index],
  ],
  pip23: (python: string, index: string) => [
    'pip23',
    ['--isolated', '--python', python, 'install', '--index-url', index],
  ],
  uv: (python: string, index: string) => [
    'uv',
    ['pip', 'install', '--python', python, '--index-url', index],
  ],
} satisfies Record<string, (python: string, index: string) => [string, string[]]>

type Installer = keyof typeof INSTALLERS
const installers = Object.keys(INSTALLERS) as Installer[]

// One kind of database is enough: clients cannot tell them apart, and what pages say is asked of both.
describe.each(testDatabases().slice(0, 1))('installing from an index on the $name', (kind) => {
  let server: Wheelhouse
  let tools: PythonTools
  let files: Distribution[]
  /** When the old files were there and the new ones were not. */
  let between: string
  let environments = 0

  beforeAll(async () => {
    server = await startWheelhouse(await kind.create())
    tools = await openPythonTools(server.folder)
    files = await makeDistributions(tools, path.join(server.folder, 'made'), [...OLD, ...NEW])
    for (const file of files.slice(0, OLD.length)) await uploadFile(server, file)
    between = new Date().toISOString()
    await new Promise((resolve) => setTimeout(resolve, 20))
    for (const file of files.slice(OLD.length)) await uploadFile(server, file)
    const response = await fetch(`${server.origin}/api/v1/projects/wh-base/releases/1.2/yank`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'forgets its keys' }),
    })
    if (!response.ok) throw new Error(`not yanked: ${await response.text()}`)
  })

  afterAll(() => server.close())

  const freshEnvironment = () => {
    environments += 1
    return createVirtualEnvironment(tools, path.join(server.folder, `venv-${environments}`))
  }

  /** Installs into a fresh environment; `options` of the installer or requirements. */
  async function install(installer: Installer, ...wanted: string[]) {
    const environment = await freshEnvironment()
    const [tool, parameters] = INSTALLERS[installer](environment.python, server.indexUrl)
    const output = await tools.expectRun(tool, [...parameters, ...wanted])
    return { output, installed: await environment.installed() }
  }

  const fileOf = (filename: string) => files.find((file) => file.filename === filename)!

  describe.each(installers)('%s', (installer) => {
    test('picks the newest version that fits: not yanked, no pre-release, for this Python', async () => {
      const { installed } = await install(installer, 'wh-app')
      expect(installed).toStrictEqual({ 'wh-app': '1.0', 'wh-base': '1.1' })
    })

    test('builds a project that has a source distribution only', async () => {
      const { installed } = await install(installer, 'wh-source')
      expect(installed).toStrictEqual({ 'wh-source': '1.0', 'wh-base': '1.0' })
    })

    test('takes a yanked release that is pinned, and says why it is yanked', async () => {
      const { output, installed } = await install(installer, 'wh-base==1.2')
      expect(installed).toStrictEqual({ 'wh-base': '1.2' })
      expect(output).toContain('forgets its keys')
    })

    test('finds projects under every spelling of their names', async () => {
      const { installed } = await install(installer, 'WH_App', 'wh.base==1.0')
      expect(installed).toStrictEqual({ 'wh-app': '1.0', 'wh-base': '1.0' })
    })

    test('checks the hashes of requirements against what is served', async () => {
      const good = path.join(server.folder, `${installer}-good.txt`)
      const app = fileOf('wh_app-1.0-py3-none-any.whl')
      const base = fileOf('wh_base-1.1-py3-none-any.whl')
      const line = (name: string, digest: string) => `${name} --hash=sha256:${digest}\n`
      const appLine = line('wh-app==1.0', app.sha256)
      await writeFile(good, appLine + line('wh-base==1.1', base.sha256))
      const { installed } = await install(installer, '--require-hashes', '-r', good)
      expect(installed).toStrictEqual({ 'wh-app': '1.0', 'wh-base': '1.1' })

      const wrong = path.join(server.folder, `${installer}-wrong.txt`)
      await writeFile(wrong, appLine + line('wh-base==1.1', app.sha256))
      await expect(install(installer, '--require-hashes', '-r', wrong)).rejects.toThrow(
        /hash mismatch|do not match the hashes/i,
      )
    })

    test('fetches nothing twice that it has in its cache', async () => {
      const cache = path.join(server.folder, `${installer}-cache`)
      // Without https, pip keeps nothing of a host that is not said to be trusted.
      const trusted = installer === 'uv' ? [] : ['--trusted-host', '127.0.0.1']
      const options = [...trusted, '--cache-dir', cache, 'wh-app']
      const first = await server.mark()
      await install(installer, ...options)
      expect(wheelsIn(await server.requestsSince(first))).toHaveLength(2)
      const second = await server.mark()
      const { installed } = await install(installer, ...options)
      expect(installed).toStrictEqual({ 'wh-app': '1.0', 'wh-base': '1.1' })
      const bodies = (await server.requestsSince(second)).filter(({ status }) => status !== 304)
      expect([...wheelsIn(bodies), ...metadataIn(bodies)]).toStrictEqual([])
    })

    test('says so when there is no such project or version', async () => {
      await expect(install(installer, 'wh-absent')).rejects.toThrow(
        /No matching distribution found for wh-absent|wh-absent was not found in the package registry/,
      )
      await expect(install(installer, 'wh-base==7')).rejects.toThrow(
        /No matching distribution found for wh-base==7|there is no version of wh-base==7/,
      )
    })
  })

  describe.each(['pip', 'pip23'] as const)('%s', (pip) => {
    const options = () => ['--index-url', server.indexUrl, '--no-cache-dir']

    test('downloads the source distribution when wheels are not wanted', async () => {
      const folder = path.join(server.folder, `${pip}-download`)
      const wanted = ['--no-deps', '--no-binary', ':all:', '--dest', folder, 'wh-source']
      await tools.expectRun(pip, ['--isolated', 'download', ...options(), ...wanted])
      const { filename, path: made } = fileOf('wh_source-1.0.tar.gz')
      const [got, sent] = await Promise.all([readFile(path.join(folder, filename)), readFile(made)])
      expect(got.equals(sent)).toBe(true)
    })

    test('lists the versions', async () => {
      const command = ['--isolated', 'index', 'versions', ...options(), 'wh-base']
      const output = await tools.expectRun(pip, command)
      expect(output).toMatch(/Available versions: (1\.2, )?1\.1, 1\.0, 0\.9$/m)
    })
  })

  test('pip resolves a dry run from metadata alone', async () => {
    const { python } = await freshEnvironment()
    const [tool, parameters] = INSTALLERS.pip(python, server.indexUrl)
    const mark = await server.mark()
    const output = await tools.expectRun(tool, [
      ...parameters,
      '--dry-run',
      '--no-cache-dir',
      'wh-app',
    ])
    expect(output).toContain('Would install wh-app-1.0 wh-base-1.1')
    const requests = await server.requestsSince(mark)
    expect(wheelsIn(requests)).toStrictEqual([])
    expect(metadataIn(requests)).toStrictEqual([
      'wh_app-1.0-py3-none-any.whl.metadata',
      'wh_base-1.1-py3-none-any.whl.metadata',
    ])
  })

  test('uv compiles requirements from metadata alone, with the hashes of the index', async () => {
    const input = path.join(server.folder, 'requirements.in')
    await writeFile(input, 'wh-app\n')
    const mark = await server.mark()
    const options = [
      '--index-url',
      server.indexUrl,
      '--no-cache',
      '--generate-hashes',
      '--no-header',
    ]
    const output = await tools.expectRun('uv', ['pip', 'compile', input, ...options])
    expect(output).toMatch(/^wh-app==1\.0 /m)
    expect(output).toMatch(/^wh-base==1\.1 /m)
    expect(output).toContain(`--hash=sha256:${fileOf('wh_base-1.1-py3-none-any.whl').sha256}`)
    const requests = await server.requestsSince(mark)
    expect(wheelsIn(requests)).toStrictEqual([])
    expect(metadataIn(requests)).toHaveLength(2)
  })

  test('pip and uv install what is archived or deprecated, nothing from quarantine or deleted', async () => {
    const token = ['token', 'create', 'maker', '--name', 'manages', '--scope', 'manage', '--json']
    const made = JSON.parse(await server.operate(token)) as { token: string }
    const call = async (method: string, place: string, body?: object) => {
      const response = await fetch(`${server.origin}/api/v1/projects/wh-base/${place}`, {
        method,
        headers: { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${place}: ${text}`)
      return text
    }
    const set = (state: object) => call('PUT', 'status', state)
    const clients = ['pip', 'uv'] as const
    const ask = (client: Installer) => install(client, '--no-cache-dir', 'wh-base==1.0')
    const states = [
      { status: 'archived', reason: 'Finished' },
      { status: 'deprecated', reason: 'Old', replacement: 'wh-app' },
    ]
    for (const state of states) {
      await set(state)
      const [pip, uv] = await Promise.all(clients.map(ask))
      expect([pip?.installed, uv?.installed]).toStrictEqual(
        clients.map(() => ({ 'wh-base': '1.0' })),
      )
    }
    const quarantine = ['project', 'quarantine', 'WH.Base', '--reason', 'Looked at', '--json']
    expect(JSON.parse(await server.operate(quarantine))).toStrictEqual({
      name: 'wh-base',
      status: 'quarantined',
      changed: true,
    })
    // A command beside the server is heard of a moment later.
    const page = async () => (await fetch(`${server.indexUrl}wh-base/`)).text()
    for (let tries = 0; tries < 100 && !(await page()).includes('"quarantined"'); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const refused = await Promise.allSettled(clients.map(ask))
    expect(refused.map(({ status }) => status)).toStrictEqual(['rejected', 'rejected'])
    expect(await server.operate(['project', 'release', 'wh-base'])).toBe('wh-base is deprecated\n')
    await set({ status: 'active' })
    const deleted = await call('DELETE', 'releases/1.0?confirm=1.0')
    await expect(ask('uv')).rejects.toThrow(/wh-base==1\.0/)
    const { id } = JSON.parse(deleted) as { id: string }
    await call('POST', `deletions/${id}/undo`)
    expect((await ask('uv')).installed).toStrictEqual({ 'wh-base': '1.0' })
  })

  test('uv sees the index as it was at a given time', async () => {
    const { installed } = await install('uv', '--no-cache', '--exclude-newer', between, 'wh-base')
    expect(installed).toStrictEqual({ 'wh-base': '1.0' })
    await expect(install('uv', '--no-cache', '--exclude-newer', between, 'wh-app')).rejects.toThrow(
      /wh-app/,
    )
  })
})

function wheelsIn(requests: LoggedRequest[]): string[] {
  return requests.map((request) => request.path).filter((at) => at.endsWith('.whl'))
}

function metadataIn(requests: LoggedRequest[]): string[] {
  const paths = requests.map((request) => request.path).filter((at) => at.endsWith('.metadata'))
  return paths.map((at) => path.posix.basename(at)).toSorted()
}
