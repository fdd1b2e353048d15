import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express from 'express'
import { send } from '../test/send.ts'
import type { DrawPage } from './draw-page.ts'
import { createWebRouter } from './web-app.ts'

const drawPage: DrawPage = async (request) =>
  request.get('x-drawn') === undefined
    ? undefined
    : {
        isMissing: request.get('x-drawn') === 'missing',
        title: 'A $& B',
        markup: '<h1>$1</h1>',
        answers: { '/api/a': ['</script>', { status: 200, headers: { 'content-type': 'a/b' } }] },
      }

let folder: string
let server: Server
let origin: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-web-'))
  for (const part of ['assets', '.vite']) await mkdir(join(folder, part))
  const files = {
    'index.html': '<!doctype html><head></head><body><div id="root"></div></body>',
    '.vite/screens.json': JSON.stringify([
      { path: '/project/:project/:version?/files', scripts: ['assets/a.js'] },
      { path: '/project/:project/:version?', scripts: [] },
    ]),
    'assets/a.js': 'as it is',
    'assets/a.js.br': 'brotli',
    'assets/a.js.gz': 'gzip',
    'assets/b.css': 'small',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  server = createServer(express().use(createWebRouter(folder, drawPage))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

test.each([
  ['gzip, deflate, br, zstd', 'br', 'brotli'],
  ['gzip, deflate', 'gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip', 'gzip'],
  ['zstd', undefined, 'as it is'],
  [undefined, undefined, 'as it is'],
])('a script for who accepts %s', async (accepted, coding, text) => {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
  const answer = await send(origin, { path: '/assets/a.js?x', headers })
  expect(answer).toMatchObject({ status: 200, text })
  expect(answer.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-length': String(text.length),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(answer.headers['content-encoding']).toBe(coding)
  const again = await send(origin, {
    path: '/assets/a.js',
    headers: { ...headers, 'if-none-match': answer.headers.etag },
  })
  expect(again).toMatchObject({ status: 304, text: '' })
})

test('what the build did not compress is sent as it is', async () => {
  const headers = { 'accept-encoding': 'br' }
  const style = await send(origin, { path: '/assets/b.css', headers })
  expect(style).toMatchObject({ status: 200, text: 'small' })
  expect(style.headers).not.toHaveProperty('content-encoding')
  expect(style.headers).not.toHaveProperty('vary')
  const none = await send(origin, { path: '/assets/none.js', headers })
  expect(none).toMatchObject({ status: 404, text: '404 Not Found\n' })
})

const script = '<link rel="modulepreload" crossorigin href="/assets/a.js">'

test.each([
  ['/project/a/files', script, 200],
  ['/project/a/1.0/files?filter=x', script, 200],
  ['/project/a', '', 200],
  ['/project/%ff', '', 200],
  ['/project/a/1.0/others', '', 404],
  ['/', '', 404],
])('the page for %s names what its screen needs', async (path, links, status) => {
  const answer = await send(origin, { path, headers: { accept: 'text/html' } })
  expect(answer).toMatchObject({
    status,
    text: `<!doctype html><head>${links}</head><body><div id="root"></div></body>`,
  })
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache' })
})

test('a page with its screen drawn is kept by nobody, and nothing in an answer ends the block of answers', async () => {
  const headers = { accept: 'text/html', 'x-drawn': 'yes' }
  const { status, text, headers: sent } = await send(origin, { path: '/project/a', headers })
  expect(status).toBe(200)
  expect(sent).toMatchObject({ 'cache-control': 'private, no-store' })
  expect(text).toBe(
    '<!doctype html><head><title>A $& B</title></head><body><div id="root"><h1>$1</h1></div>' +
      '<script type="application/json" id="first-answers">{"/api/a":["\\u003c/script>",{"status":200,"headers":{"content-type":"a/b"}}]}</script></body>',
  )
})

test.each(['GET', 'HEAD'])('%s of a screen that says "not found" is 404', async (method) => {
  const headers = { accept: 'text/html', 'x-drawn': 'missing' }
  expect(await send(origin, { method, path: '/project/a', headers })).toMatchObject({ status: 404 })
})

test('the list of what screens need is no part of the site', async () => {
  const answer = await send(origin, { path: '/.vite/screens.json', headers: { accept: '*/*' } })
  expect(answer.text).not.toContain('scripts')
})
