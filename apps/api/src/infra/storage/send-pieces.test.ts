import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openFile } from './open-file.ts'
import type { Span } from './storage.ts'

const content = randomBytes(1_500_000)
const otherContent = randomBytes(1_500_000)
let folder: string
let path: string
let otherPath: string
let server: Server
let url: string
const passedOn: number[] = []
const faults: unknown[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-pieces-'))
  path = join(folder, 'file')
  otherPath = join(folder, 'other')
  await writeFile(path, content)
  await writeFile(otherPath, otherContent)
  server = createServer((request, response) => {
    const span = request.headers['x-span'] as string | undefined
    const parsed = span === undefined ? undefined : (JSON.parse(span) as Span)
    openFile(request.url === '/other' ? otherPath : path, parsed)
      .then((opened) => opened!.sendTo!(response))
      .then(
        (bytes) => passedOn.push(bytes),
        (error: unknown) => {
          faults.push(error)
          response.destroy()
        },
      )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

const fetchBytes = async (headers: Record<string, string> = {}, from = url) =>
  Buffer.from(await (await fetch(from, { headers })).arrayBuffer())

/** Asks, takes what comes first, and goes. */
function leaveEarly(): Promise<void> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.once('data', () => request.destroy())
      response.once('error', () => {})
      response.once('close', () => resolve())
    })
    request.once('error', () => resolve())
  })
}

describe('a file goes out in pieces', () => {
  test('whole, and in parts that begin and end anywhere', async () => {
    expect((await fetchBytes()).equals(content)).toBe(true)
    for (const [start, end] of [
      [0, 0],
      [262_143, 262_144],
      [1_000, 1_499_999],
    ] as const) {
      const part = await fetchBytes({ 'x-span': JSON.stringify({ start, end }) })
      expect(part.equals(content.subarray(start, end + 1))).toBe(true)
    }
  })

  test('to many at once, while others leave in the middle', async () => {
    passedOn.length = 0
    for (let round = 0; round < 5; round += 1) {
      // Changed, it is not in memory: its pieces are read while those of the other are sent and let go.
      await utimes(otherPath, round, round)
      const whole = Array.from({ length: 10 }, () => fetchBytes())
      const others = Array.from({ length: 5 }, () => fetchBytes({}, `${url}other`))
      await Promise.all(Array.from({ length: 10 }, leaveEarly))
      for (const bytes of await Promise.all(whole)) expect(bytes.equals(content)).toBe(true)
      for (const bytes of await Promise.all(others)) expect(bytes.equals(otherContent)).toBe(true)
    }
    expect(passedOn.filter((bytes) => bytes === content.length).length).toBeGreaterThanOrEqual(75)
    expect(faults).toEqual([])
  })

  test('as it is now, though it was another of the same size before', async () => {
    expect((await fetchBytes({}, `${url}other`)).equals(otherContent)).toBe(true)
    const changed = Buffer.from(otherContent).fill(7, 500_000, 500_010)
    await writeFile(otherPath, changed)
    expect((await fetchBytes({}, `${url}other`)).equals(changed)).toBe(true)
  })

  test('to one who leaves while the only piece is read', async () => {
    const opened = await openFile(path, { start: 0, end: 999 })
    const gone = new Promise<number>((resolve, reject) => {
      const once = createServer((_request, response) => {
        once.close()
        opened!.sendTo!(response).then(resolve, reject)
        response.destroy()
      })
      once.listen(0, '127.0.0.1', () => {
        const { port } = once.address() as AddressInfo
        get(`http://127.0.0.1:${port}/`, { agent: false }).once('error', () => {})
      })
    })
    expect(await gone).toBe(1000)
  })

  test('a file that is shorter than it was breaks the connection', async () => {
    await truncate(path, 300_000)
    const span = { 'x-span': JSON.stringify({ start: 0, end: 999_999 }) }
    await expect(fetchBytes(span)).rejects.toThrow(/terminated/)
    expect(faults).toHaveLength(1)
  })
})
