import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { installingTools, type InstallingTool } from './installing-tools.ts'
import { makeDistributions } from './make-distributions.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { oneDatabase } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'
import { createVirtualEnvironment } from './virtual-environment.ts'

const PAYLOAD = 3_000_000

let proxy: RecordingProxy
let server: Wheelhouse
let tools: PythonTools

beforeAll(async () => {
  proxy = await startRecordingProxy()
  server = await startWheelhouse(await oneDatabase().create(), { PUBLIC_URL: proxy.origin })
  proxy.to(server.origin)
  tools = await openPythonTools(server.folder)
  const made = await makeDistributions(tools, path.join(server.folder, 'made'), [
    { name: 'wh-large', version: '1.0', kind: 'wheel', payload: PAYLOAD, requires: ['wh-leaf'] },
    { name: 'wh-leaf', version: '1.0', kind: 'wheel', payload: PAYLOAD },
  ])
  for (const file of made) await uploadFile(server, file)
  proxy.hideMetadata()
})

afterAll(async () => {
  await server.close()
  await proxy.close()
})

const index = () => `${proxy.origin}/simple/`

/** What was asked of wheels while `work` ran. */
async function asked(work: () => Promise<unknown>) {
  const from = proxy.requests.length
  await work()
  const all = proxy.requests.slice(from)
  expect(all.filter(({ path: at }) => at.endsWith('.metadata'))).toEqual([])
  const wheels = all.filter(({ path: at }) => at.endsWith('.whl'))
  return {
    ranges: wheels.filter(({ status }) => status === 206),
    whole: wheels.filter(({ method, status }) => method === 'GET' && status === 200),
    failed: wheels.filter(({ status }) => status >= 400),
  }
}

describe('without metadata files', () => {
  test('uv resolves by ranges of the wheels', async () => {
    const input = path.join(server.folder, 'requirements.in')
    await writeFile(input, 'wh-large\n')
    const options = ['--index-url', index(), '--no-cache', '--no-header']
    const run = () => tools.expectRun('uv', ['pip', 'compile', input, ...options])
    const { ranges, whole, failed } = await asked(async () => {
      expect(await run()).toMatch(/^wh-leaf==1\.0/m)
    })
    expect(ranges.length).toBeGreaterThanOrEqual(2)
    expect([whole, failed]).toEqual([[], []])
  })

  test('pip resolves by ranges with fast-deps', async () => {
    const { python } = await createVirtualEnvironment(tools, path.join(server.folder, 'fast'))
    const to = ['--isolated', '--python', python, 'install', '--index-url', index()]
    const how = ['--no-cache-dir', '--use-feature=fast-deps', '--dry-run', 'wh-large']
    const { ranges, failed } = await asked(async () => {
      expect(await tools.expectRun('pip', [...to, ...how])).toContain('wh-leaf-1.0')
    })
    expect(ranges.length).toBeGreaterThanOrEqual(2)
    expect(failed).toEqual([])
  })

  test('poetry locks by ranges, and then fetches each wheel once', async () => {
    const poetry = installingTools.find(({ name }) => name === 'poetry') as InstallingTool
    const { ranges, whole, failed } = await asked(() =>
      poetry.install(tools, {
        folder: path.join(server.folder, 'lazy'),
        cache: path.join(server.folder, 'lazy-cache'),
        index: index(),
        packages: ['wh-large'],
      }),
    )
    expect(ranges.length).toBeGreaterThanOrEqual(2)
    expect(whole).toHaveLength(2)
    expect(failed).toEqual([])
  })
})
