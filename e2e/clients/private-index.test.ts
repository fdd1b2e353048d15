import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { installingTools, type InstallingTool } from './installing-tools.ts'
import { makeDistributions } from './make-distributions.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { oneDatabase } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'

const HIDDEN = 'wh-hidden'
const OPEN = 'wh-open'
const LIST = `
import importlib.metadata, json
print(json.dumps({d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}))
`
const TOOLS = installingTools.filter(({ name }) => ['pip', 'uv', 'poetry'].includes(name))
/** What a tool says of a name that is not there for it. */
const MISSING: Partial<Record<InstallingTool['name'], (name: string) => RegExp>> = {
  pip: (name) => new RegExp(`No matching distribution found for ${name}`),
  uv: (name) => new RegExp(`${name} was not found in the package registry`),
  poetry: (name) => new RegExp(`depends on ${name} \\(\\*\\) which doesn't match any versions`),
}

type Site = {
  readonly server: Wheelhouse
  readonly proxy: RecordingProxy
  readonly tools: PythonTools
  /** A token of somebody who has no role in any project. */
  readonly strangersToken: string
  install(
    tool: InstallingTool,
    packages: readonly string[],
    token?: string,
  ): Promise<Record<string, string>>
  /** Requests of the last installation. */
  asked(): RecordingProxy['requests']
  close(): Promise<void>
}

/** An index with a project that depends on another, each asked for through an access log. */
async function openSite(settings: Record<string, string>): Promise<Site> {
  const proxy = await startRecordingProxy()
  const server = await startWheelhouse(await oneDatabase().create(), {
    ...settings,
    PUBLIC_URL: proxy.origin,
  })
  proxy.to(server.origin)
  const tools = await openPythonTools(server.folder)
  const made = await makeDistributions(tools, path.join(server.folder, 'made'), [
    { name: HIDDEN, version: '1.0', kind: 'wheel', requires: [OPEN] },
    { name: OPEN, version: '1.0', kind: 'wheel' },
  ])
  for (const file of made) await uploadFile(server, file)
  await server.operate(['user', 'create', 'stranger', '--email', 's@example.org', '--verified'])
  const token = await server.operate(['token', 'create', 'stranger', '--scope', 'read', '--json'])
  let installations = 0
  let from = 0
  return {
    server,
    proxy,
    tools,
    strangersToken: (JSON.parse(token) as { token: string }).token,
    install: async (tool, packages, secret) => {
      installations += 1
      from = proxy.requests.length
      const folder = path.join(server.folder, `installation-${installations}`)
      const python = await tool.install(tools, {
        folder,
        cache: path.join(folder, 'cache'),
        index: `${proxy.origin}/simple/`,
        packages,
        ...(secret === undefined ? {} : { token: secret }),
      })
      return JSON.parse(await tools.expectRun(python, ['-c', LIST])) as Record<string, string>
    },
    asked: () => proxy.requests.slice(from),
    close: async () => {
      await server.close()
      await proxy.close()
    },
  }
}

const BOTH = { [HIDDEN]: '1.0', [OPEN]: '1.0' }

describe('a private index', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite({ PRIVATE_INDEX: 'true' })
  }, 120_000)
  afterAll(() => site.close())

  describe.each(TOOLS)('with $name', (tool) => {
    test('gives nothing to whoever has no credentials, or wrong ones', async () => {
      const wrong = `${site.server.token.slice(0, -4)}AAAA`
      for (const token of [undefined, wrong]) {
        await expect(site.install(tool, [HIDDEN], token)).rejects.toThrow(/wh-hidden/)
        const asked = site.asked()
        expect(asked.length).toBeGreaterThan(0)
        expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 401))
      }
    })

    test('installs with a token, and each page, metadata and file was asked for with it', async () => {
      for (const token of [site.server.token, site.strangersToken]) {
        expect(await site.install(tool, [HIDDEN], token)).toMatchObject(BOTH)
        const given = site.asked().filter(({ status }) => status < 400)
        expect(given.filter(({ isSigned }) => !isSigned)).toEqual([])
        expect(given.filter(({ path: at }) => at.endsWith('.whl')).length).toBeGreaterThan(1)
      }
    })
  })

  describe('with a netrc file', () => {
    const netrc = () => path.join(site.server.folder, 'home/.netrc')
    afterEach(() => rm(netrc(), { force: true }))

    test.each(TOOLS.filter(({ name }) => name !== 'poetry'))('$name installs', async (tool) => {
      const { hostname } = new URL(site.proxy.origin)
      const line = `machine ${hostname} login __token__ password ${site.server.token}\n`
      await writeFile(netrc(), line, { mode: 0o600 })
      expect(await site.install(tool, [HIDDEN])).toMatchObject(BOTH)
    })
  })
})

describe('a private project of a public index', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite({})
    await site.server.operate(['project', 'visibility', HIDDEN, 'private'])
  }, 120_000)
  afterAll(() => site.close())

  describe.each(TOOLS)('with $name', (tool) => {
    test('is nothing to strangers, with a token or without: as a name that nobody has', async () => {
      for (const token of [undefined, site.strangersToken]) {
        for (const name of [HIDDEN, 'wh-nobody']) {
          await expect(site.install(tool, [name], token)).rejects.toThrow(MISSING[tool.name]!(name))
          const asked = site.asked()
          expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 404))
          expect(asked.length).toBeGreaterThan(0)
        }
        expect(await site.install(tool, [OPEN], token)).toMatchObject({ [OPEN]: '1.0' })
      }
    })

    test('installs with its owner’s token, beside what is public', async () => {
      expect(await site.install(tool, [HIDDEN], site.server.token)).toMatchObject(BOTH)
      const hidden = site.asked().filter(({ path: at }) => /wh.hidden/.test(at))
      expect(hidden.some(({ path: at, status }) => at.endsWith('.whl') && status < 300)).toBe(true)
      const given = hidden.filter(({ status }) => status < 400)
      expect(given.filter(({ isSigned }) => !isSigned)).toEqual([])
    })
  })
})
