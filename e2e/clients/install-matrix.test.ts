import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { inRepository } from '../provision/repository.ts'
import { installingTools, type InstallingTool } from './installing-tools.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { bringRealPackages, type RealPackages } from './real-packages.ts'
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts'
import { countKinds, describeKinds, type RequestKinds } from './request-kinds.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { embeddedDatabase } from './test-databases.ts'

/** Twenty packages and a third run when pages are a minute old, instead of six and two runs. */
const isWhole = process.env['WHEELHOUSE_TEST_INSTALL_MATRIX'] === 'whole'
const PAGES_ARE_FRESH_MS = 61_000
const RUNS = isWhole ? ['first', 'again', 'a minute later'] : ['first', 'again']

type Run = { readonly requests: string; readonly installed: Record<string, string> }
type Counted = Run & { readonly kinds: RequestKinds; readonly refused: readonly string[] }

const LIST = `
import importlib, importlib.metadata, json, sys
for module in sys.argv[1:]:
    importlib.import_module(module)
print(json.dumps({d.metadata["Name"].lower(): d.version for d in importlib.metadata.distributions()}))
`

let proxy: RecordingProxy
let server: Wheelhouse
let tools: PythonTools
let real: RealPackages
const runs = new Map<string, Run[]>()

beforeAll(async () => {
  real = await bringRealPackages(isWhole ? 'whole' : 'sample')
  proxy = await startRecordingProxy()
  // A database of its own: where others make it wait, pages are made anew, and are sent once more.
  server = await startWheelhouse(await embeddedDatabase.create(), {
    PUBLIC_URL: proxy.origin,
  })
  proxy.to(server.origin)
  tools = await openPythonTools(server.folder)
  await server.operate(['import', real.folder, '--owner', 'maker'])
  await warmPages()
}, 900_000)

/**
 * A page is sent as it is until its compressed forms are made, and those have tags of their own: who
 * reads it in that moment reads it once more later on. The first client here must not be the one.
 */
async function warmPages(): Promise<void> {
  const headers = { accept: 'application/vnd.pypi.simple.v1+json' }
  const root = await fetch(server.indexUrl, { headers })
  const { projects } = (await root.json()) as { projects: { name: string }[] }
  for (const { name } of projects) await (await fetch(`${server.indexUrl}${name}/`)).text()
  await sleep(1_000)
}

afterAll(async () => {
  if (isWhole) await report()
  await server.close()
  await proxy.close()
})

/** One run of a tool in a fresh folder with the cache of its earlier runs: what it asked for. */
async function run(tool: InstallingTool): Promise<Counted> {
  const known = runs.get(tool.name) ?? []
  const home = path.join(server.folder, tool.name.replace(' ', ''))
  const from = proxy.requests.length
  const python = await tool.install(tools, {
    folder: path.join(home, `run-${known.length}`),
    cache: path.join(home, 'cache'),
    index: `${proxy.origin}/simple/`,
    packages: real.names,
  })
  const requests = proxy.requests.slice(from)
  const kinds = countKinds(requests)
  const refused = requests.filter(({ status }) => status >= 400).map(({ path: asked }) => asked)
  const listed = await tools.expectRun(python, ['-c', LIST, ...real.modules])
  const installed = JSON.parse(listed) as Record<string, string>
  const done = { requests: describeKinds(kinds), installed }
  runs.set(tool.name, [...known, done])
  return { ...done, kinds, refused }
}

const only = (all: Record<string, string>) =>
  Object.fromEntries(real.names.map((name) => [name, all[name]]))

describe.each(installingTools)('$name', (tool) => {
  test('installs from an empty cache, each page and file asked for once', async () => {
    const { kinds, installed, refused } = await run(tool)
    expect(Object.keys(installed)).toEqual(expect.arrayContaining([...real.names]))
    expect(kinds.page).toBeGreaterThanOrEqual(real.names.length)
    expect(kinds.file).toBeGreaterThanOrEqual(real.names.length)
    expect(refused).toEqual([])
    expect(kinds.other).toBe(0)
  }, 300_000)

  test('installs the same from its own cache, with no page, metadata or file sent again', async () => {
    const [first] = runs.get(tool.name)!
    const { kinds, installed, refused } = await run(tool)
    expect(installed).toEqual(first!.installed)
    expect(refused).toEqual([])
    expect([kinds.file, kinds.metadata, kinds.range]).toEqual([0, 0, 0])
    expect(kinds.page > 0).toBe(tool.readsForHashes === true)
  }, 300_000)
})

test('all of them installed the same versions', () => {
  const [first, ...others] = [...runs.values()].map(([run_]) => only(run_!.installed))
  expect(others).toHaveLength(installingTools.length - 1)
  for (const other of others) expect(other).toEqual(first)
})

const whole = isWhole ? describe : describe.skip
whole('when pages are older than a minute', () => {
  beforeAll(() => sleep(PAGES_ARE_FRESH_MS), 2 * PAGES_ARE_FRESH_MS)

  test.each(installingTools)(
    '$name hears that they have not changed',
    async (tool) => {
      const { kinds } = await run(tool)
      expect([kinds.file, kinds.metadata]).toEqual([0, 0])
      expect(kinds.page > 0).toBe(tool.readsForHashes === true)
      expect(kinds.pageUnchanged).toBeGreaterThan(0)
    },
    300_000,
  )
})

/** The table client × run → requests, into the documentation. */
async function report(): Promise<void> {
  const rows: string[] = []
  for (const tool of installingTools) {
    const known = runs.get(tool.name) ?? []
    const cells = RUNS.map((_, index) => known[index]?.requests ?? 'failed')
    rows.push(`| ${[`${tool.name} (${await tool.version(tools)})`, ...cells].join(' | ')} |`)
  }
  const text = `# What installers ask for

${real.names.length} real packages with their dependencies, installed from this index alone into a fresh environment: from an empty
cache, again from the client's own, and again when the pages in it are older than their \`max-age\`. Counted in front of the
index. Printed by \`WHEELHOUSE_TEST_INSTALL_MATRIX=whole pnpm test --only clients\`.

| Client | ${RUNS.join(' | ')} |
|---|${RUNS.map(() => '---|').join('')}
${rows.join('\n')}

pipenv reads each page once more, for the hashes of its lock file, by an address with a doubled slash, and keeps none of
that. poetry and pdm look at what other systems would need, too.
`
  writeFileSync(inRepository('docs/INSTALLERS.md'), text)
}
