import { readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeDistributions, type Distribution } from './make-distributions.ts'
import { startNginx, type Nginx } from './nginx.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { readProject } from './read-project.ts'
import { freePort, startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { oneDatabase } from './test-databases.ts'
import { uploadFile } from './upload-file.ts'
import { tokenCredentials } from './upload-form.ts'
import { createVirtualEnvironment } from './virtual-environment.ts'

const command = process.env['WHEELHOUSE_TEST_NGINX'] ?? ''
const specs = ['wh-front', 'wh-hidden', 'wh-open'].map((name) => ({
  name,
  version: '1.0',
  kind: 'wheel' as const,
  payload: 300_000,
}))

let server: Wheelhouse
let nginx: Nginx
let tools: PythonTools
let front: Distribution
let hidden: Distribution
let open: Distribution

const start = async () => {
  const port = await freePort()
  server = await startWheelhouse(await oneDatabase().create(), {
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    FILES_HANDOFF: 'x-accel-redirect:/internal/',
  })
  nginx = await startNginx({
    command,
    folder: path.join(server.folder, 'nginx'),
    port,
    upstream: server.origin,
    filesFolder: path.join(server.folder, 'data/files'),
  })
  tools = await openPythonTools(server.folder)
  const made = await makeDistributions(tools, path.join(server.folder, 'made'), specs)
  ;[front, hidden, open] = made as [Distribution, Distribution, Distribution]
  for (const file of made) await uploadFile(server, file)
}

const page = (name: string, headers: Record<string, string> = {}) =>
  fetch(`${nginx.origin}/simple/${name}/`, { headers })
const asOwner = () => ({ authorization: tokenCredentials(server.token) })

// Where nginx cannot be had, `pnpm test` has said so.
const describeWithNginx = command === '' ? describe.skip : describe

describeWithNginx('nginx in front sends the files', () => {
  beforeAll(start, 180_000)
  afterAll(async () => {
    await nginx.close()
    await server.close()
  }, 60_000)

  const ask = async (url: string, headers: Record<string, string> = {}, method = 'GET') => {
    const response = await fetch(url, { method, headers })
    return { response, body: Buffer.from(await response.arrayBuffer()) }
  }
  const addressOf = async ({ name }: Distribution) =>
    (await readProject(`${nginx.origin}/simple/`, name))[0]?.url ?? ''

  test('whole, in parts and by condition, with the headers of the index', async () => {
    const url = await addressOf(front)
    expect(url.startsWith(nginx.origin)).toBe(true)
    const bytes = await readFile(front.path)
    const whole = await ask(url, { 'accept-encoding': 'gzip, br' })
    expect([whole.response.status, whole.body.equals(bytes)]).toEqual([200, true])
    expect(Object.fromEntries(whole.response.headers)).toMatchObject({
      etag: `"${front.sha256}"`,
      'accept-ranges': 'bytes',
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-length': String(front.size),
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    })
    expect(whole.response.headers.has('content-encoding')).toBe(false)
    expect(whole.response.headers.has('last-modified')).toBe(false)
    expect(whole.response.headers.has('x-accel-redirect')).toBe(false)

    const etag = `"${front.sha256}"`
    const { size } = front
    for (const [headers, first, last] of [
      [{ range: 'bytes=0-99' }, 0, 99],
      [{ range: 'bytes=-100' }, size - 100, size - 1],
      [{ range: `bytes=${size - 9}-`, 'if-range': etag }, size - 9, size - 1],
    ] as const) {
      const part = await ask(url, headers)
      expect(part.response.status).toBe(206)
      expect(part.response.headers.get('content-range')).toBe(`bytes ${first}-${last}/${size}`)
      expect(part.body.equals(bytes.subarray(first, last + 1))).toBe(true)
    }
    const statusOf = async (headers: Record<string, string>) =>
      (await ask(url, headers)).response.status
    expect(await statusOf({ range: 'bytes=0-9', 'if-range': '"other"' })).toBe(200)
    expect(await statusOf({ range: `bytes=${size}-` })).toBe(416)
    expect(await statusOf({ 'if-none-match': etag })).toBe(304)
    expect(await statusOf({ 'if-none-match': '"other"' })).toBe(200)
    expect(await statusOf({ 'if-match': etag })).toBe(200)
    expect(await statusOf({ 'if-match': '"other"' })).toBe(412)
    expect(await statusOf({ 'if-modified-since': new Date().toUTCString() })).toBe(200)
    const head = await ask(url, {}, 'HEAD')
    expect([head.response.status, head.response.headers.get('content-length')]).toEqual([
      200,
      String(size),
    ])
    expect((await ask(`${url}.metadata`)).body.toString()).toContain('Metadata-Version')
    // From outside there is nothing at the internal address.
    expect((await ask(url.replace('/packages/', '/internal/'))).response.ok).toBe(false)
  })

  test('to pip, and they are counted', async () => {
    const environment = await createVirtualEnvironment(tools, path.join(server.folder, 'venv'))
    const parameters = ['--isolated', '--python', environment.python, 'install', '--index-url']
    await tools.expectRun('pip', [...parameters, `${nginx.origin}/simple/`, front.name])
    expect(await environment.installed()).toEqual({ [front.name]: '1.0' })
    let installers: { installer: string; count: number }[] = []
    for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
      const answer = await fetch(`${nginx.origin}/api/v1/projects/${front.name}/downloads`)
      ;({ installers } = (await answer.json()) as { installers: typeof installers })
      if (installers.some(({ installer }) => installer === 'pip')) break
    }
    expect(installers).toContainEqual({ installer: 'pip', count: 1 })
  })

  test('a file that the folder has lost is 503, not 404', async () => {
    const url = await addressOf(front)
    const stored = path.join(
      server.folder,
      'data/files',
      new URL(url).pathname.slice('/packages/'.length),
    )
    await rename(stored, `${stored}.away`)
    const { response } = await ask(url)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
    expect(response.headers.get('cache-control')).toContain('no-store')
    await rename(`${stored}.away`, stored)
    expect((await ask(url)).response.status).toBe(200)
  })

  describe('and keeps what everybody may have', () => {
    beforeAll(() => server.operate(['project', 'visibility', hidden.name, 'private']), 60_000)

    test('a public page comes from its cache, to strangers and to people alike', async () => {
      await (await page(open.name)).text()
      const again = await page(open.name)
      expect([again.status, again.headers.get('x-cache')]).toEqual([200, 'HIT'])
      const known = await page(open.name, asOwner())
      expect([known.status, await known.text()]).toEqual([200, await again.text()])
    })

    test('a private page is never another caller’s, whoever asked first', async () => {
      for (let round = 0; round < 3; round += 1) {
        const stranger = await page(hidden.name)
        expect(stranger.status).toBe(404)
        const owner = await page(hidden.name, asOwner())
        expect(owner.status).toBe(200)
        expect(owner.headers.get('x-cache')).toBe('MISS')
        expect(await owner.text()).toContain(hidden.filename)
        const text = await (await page(hidden.name)).text()
        expect(text).toBe('404 Not Found\n')
        const wrong = await page(hidden.name, { authorization: tokenCredentials('wh_wrong') })
        expect(wrong.status).toBe(404)
      }
    })

    test('files of it neither', async () => {
      const text = await (await page(hidden.name, asOwner())).text()
      const url = /href="([^"#]+)/.exec(text)?.[1] ?? ''
      for (let round = 0; round < 2; round += 1) {
        const owner = await ask(url, asOwner())
        expect([owner.response.status, owner.body.length]).toEqual([200, hidden.size])
        expect(owner.response.headers.get('cache-control')).toBe('private, no-store')
        expect((await ask(url)).response.status).toBe(404)
      }
    })

    test.each([
      ['pip', (python: string) => ['--isolated', '--python', python, 'install', '--index-url']],
      ['uv', (python: string) => ['pip', 'install', '--python', python, '--index-url']],
    ] as const)(
      '%s gets it with a token in the address, and not without',
      async (tool, parameters) => {
        const folder = path.join(server.folder, `venv-${tool}`)
        const environment = await createVirtualEnvironment(tools, folder)
        const bare = `${nginx.origin}/simple/`
        const withToken = bare.replace('http://', `http://__token__:${server.token}@`)
        const install = [...parameters(environment.python)]
        const refused = await tools.run(tool, [...install, bare, hidden.name])
        expect(refused.code).not.toBe(0)
        await tools.expectRun(tool, [...install, withToken, hidden.name, open.name])
        expect(await environment.installed()).toEqual({ [hidden.name]: '1.0', [open.name]: '1.0' })
      },
    )
  })
})
