import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { inRepository } from '../provision/repository.ts'
import { makeDistributions } from './make-distributions.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'

let folder: string
let tools: PythonTools
let mock: ChildProcess
let url = ''
let token = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-mock-'))
  tools = await openPythonTools(folder)
  mock = spawn(process.execPath, [inRepository('apps/web/build/serve-mock.ts'), '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (mock.stdout === null) throw new Error('the mock has no output')
  for await (const line of createInterface(mock.stdout)) {
    url = /--index-url (\S+)\/simple\//.exec(line)?.[1] ?? url
    token = /-p (wh_\S+)/.exec(line)?.[1] ?? token
    if (token !== '') break
  }
})

afterAll(async () => {
  const gone = once(mock, 'exit')
  mock.kill()
  await gone
  await rm(folder, { recursive: true, force: true })
})

const install = (project: string) =>
  tools.expectRun('pip', [
    'install',
    `--index-url=${url}/simple/`,
    `--target=${path.join(folder, project)}`,
    project,
  ])

const upload = (file: string, password: string) =>
  tools.run('twine', [
    'upload',
    `--repository-url=${url}/legacy/`,
    '--username=__token__',
    `--password=${password}`,
    file,
  ])

test('pip installs what the seed of the mock has', async () => {
  expect(await install('huge')).toContain('Successfully installed huge-8.9.9')
})

test('twine uploads to the mock, and pip installs that', async () => {
  const [made] = await makeDistributions(tools, path.join(folder, 'dist'), [
    { name: 'mock-demo', version: '1.0', kind: 'wheel' },
  ])
  if (made === undefined) throw new Error('no distribution was made')
  const refused = await upload(made.path, `wh_${'x'.repeat(49)}`)
  expect(refused.code).not.toBe(0)
  expect(refused.output).toContain('unknown, expired or revoked')
  expect(await upload(made.path, token)).toMatchObject({ code: 0 })
  const page = await (await fetch(`${url}/simple/mock-demo/`)).text()
  expect(page).toContain(`#sha256=${made.sha256}`)
  expect(await install('mock-demo')).toContain('Successfully installed mock-demo-1.0')
})
