import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeDistributions, type Distribution } from './make-distributions.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { readProject, readServed } from './read-project.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { testDatabases } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'
import { createVirtualEnvironment } from './virtual-environment.ts'

const PROJECTS = 50
const VERSIONS = ['1.0', '2.0', '3.0', '4.0']
/** The server is killed when so many files are acknowledged. */
const KILLS = [60, 130]

/** Neighbours in this list are of one project: they meet in the same rows. */
const specs = Array.from({ length: PROJECTS }, (_, project) =>
  VERSIONS.map((version, index) => ({
    name: `wh-crash-${project}`,
    version,
    kind: 'wheel' as const,
    payload: 2_000 + ((project * 7 + index * 3) % 10) * 8_000,
  })),
).flat()

type Send = (file: Distribution) => Promise<void>

describe.each(testDatabases())('kill -9 during uploads, $name', (kind) => {
  let server: Wheelhouse
  let tools: PythonTools
  let files: Distribution[]
  const acknowledged = new Set<string>()
  /** Uploads that a kill cut off, and those that failed without one. */
  const outcome = { cutOff: 0, failures: [] as string[] }

  beforeAll(async () => {
    server = await startWheelhouse(await kind.create())
    tools = await openPythonTools(server.folder)
    files = await makeDistributions(tools, path.join(server.folder, 'made'), specs)
  })

  afterAll(() => server.close())

  const isMissing = (file: Distribution) => !acknowledged.has(file.filename)

  const sendWithTwine: Send = async (file) => {
    const account = ['--repository-url', server.uploadUrl, '-u', '__token__', '-p', server.token]
    await tools.expectRun('twine', ['upload', '--non-interactive', ...account, file.path])
  }

  /** Four clients, one of them twine, send what is missing; at `limit` the server is killed. */
  async function uploadMissing(limit = Infinity): Promise<void> {
    const waiting = files.filter(isMissing)
    let killed: Promise<void> | undefined
    let dead = false
    /** The clients go on sending until this very moment: the kill meets uploads on their way. */
    const kill = async () => {
      await sleep(Math.random() * 40)
      dead = true
      await server.kill()
    }
    const client = async (send: Send, next: () => Distribution | undefined) => {
      for (let file = next(); file !== undefined && !dead; file = next()) {
        try {
          await send(file)
          acknowledged.add(file.filename)
        } catch (error) {
          if (!dead) outcome.failures.push(String(error))
          else outcome.cutOff += 1
        }
        if (acknowledged.size >= limit) killed ??= kill()
      }
    }
    const fast: Send = (file) => uploadFile(server, file)
    const first = () => waiting.shift()
    const last = () => waiting.pop()
    await Promise.all([
      client(fast, first),
      client(fast, first),
      client(fast, first),
      client(sendWithTwine, last),
    ])
    await killed
  }

  /** Everything that any page lists, checked byte by byte; returns the file names. */
  async function readIndex(): Promise<Set<string>> {
    const sent = new Map(files.map((file) => [file.filename, file]))
    const listed = new Set<string>()
    for (let project = 0; project < PROJECTS; project += 1) {
      for (const file of await readProject(server.indexUrl, `wh-crash-${project}`)) {
        const { size, sha256 } = sent.get(file.filename)!
        expect(file).toMatchObject({ size, sha256 })
        expect(await readServed(file.url)).toStrictEqual({ size, sha256 })
        const metadata = await readServed(`${file.url}.metadata`)
        expect(metadata.sha256).toBe(file.metadataSha256)
        listed.add(file.filename)
      }
    }
    return listed
  }

  test.each(KILLS)(
    'after %i files: nothing acknowledged is lost, nothing is half there',
    async (limit) => {
      await uploadMissing(limit)
      expect(outcome.failures).toStrictEqual([])
      expect(acknowledged.size).toBeGreaterThanOrEqual(limit)
      expect(acknowledged.size).toBeLessThan(files.length)

      await server.restart()
      const listed = await readIndex()
      expect([...acknowledged].filter((filename) => !listed.has(filename))).toStrictEqual([])
    },
  )

  test('the kills came in the middle of uploads', () => {
    expect(outcome.cutOff).toBeGreaterThanOrEqual(KILLS.length)
  })

  test('what was not acknowledged is taken when it is sent again', async () => {
    await uploadMissing()
    expect(outcome.failures).toStrictEqual([])
    expect((await readIndex()).size).toBe(files.length)
  })

  test.each(VERSIONS)('version %s of every project installs', async (version) => {
    const environment = await createVirtualEnvironment(
      tools,
      path.join(server.folder, `venv-${version}`),
    )
    const names = Array.from({ length: PROJECTS }, (_, project) => `wh-crash-${project}`)
    const pins = names.map((name) => `${name}==${version}`)
    const options = ['--python', environment.python, '--index-url', server.indexUrl, '--no-cache']
    await tools.expectRun('uv', ['pip', 'install', ...options, ...pins])
    expect(await environment.installed()).toStrictEqual(
      Object.fromEntries(names.map((name) => [name, version])),
    )
  })
})
