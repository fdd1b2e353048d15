import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createLogger } from '../logger.ts'
import { openBreachList } from './breach-list.ts'

const hashOf = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()
const LISTED = 'a leaked passphrase of old'
const logger = createLogger('silent')

let folder: string
const counted: string[] = []
const metrics = { breachLookup: (outcome: string) => void counted.push(outcome) }
const open = (source: string) => openBreachList(source, { metrics, logger })
const fileOf = async (name: string, lines: readonly string[], end = '\r\n') => {
  const path = join(folder, name)
  await writeFile(path, lines.join(end) + (lines.length > 0 ? end : ''))
  return pathToFileURL(path).href
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-breaches-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a sorted file', () => {
  test.each(['\r\n', '\n'])(
    'gives every range of it, and no more (lines end in %j)',
    async (end) => {
      const hashes = Array.from({ length: 20_000 }, () =>
        randomBytes(20).toString('hex').toUpperCase(),
      )
      // A crowded prefix goes over several reads.
      const crowd = Array.from(
        { length: 3_000 },
        () => `ABCDE${randomBytes(20).toString('hex').toUpperCase().slice(5)}`,
      )
      const all = [...hashes, ...crowd, hashOf(LISTED)].toSorted()
      const lines = all.map((hash, index) => `${hash}:${index + 1}`)
      const list = await open(await fileOf(`many${end.length}`, lines, end))
      const prefixes = new Set([
        '00000',
        'FFFFF',
        'ABCDE',
        'abcde',
        ...all.slice(0, 3).map((hash) => hash.slice(0, 5)),
        ...all.slice(-3).map((hash) => hash.slice(0, 5)),
        ...Array.from({ length: 300 }, () => randomBytes(3).toString('hex').slice(0, 5)),
      ])
      for (const prefix of prefixes) {
        const wanted = lines.flatMap((line) =>
          line.startsWith(prefix.toUpperCase()) ? [line.slice(5)] : [],
        )
        expect([prefix, await list.range(prefix)]).toEqual([prefix, wanted])
      }
      expect(await list.has(LISTED)).toBe(true)
      expect(await list.has(`${LISTED} `)).toBe(false)
      await list.close()
    },
  )

  test('that is empty, or has one line, is no fault', async () => {
    const empty = await open(await fileOf('empty', []))
    expect(await empty.range('00000')).toEqual([])
    const one = await open(await fileOf('one', [`${hashOf(LISTED)}:1`]))
    expect(await one.has(LISTED)).toBe(true)
    expect(await one.range('00000')).toEqual([])
    await Promise.all([empty.close(), one.close()])
  })

  test('that is not there stops the start with one line', async () => {
    const away = pathToFileURL(join(folder, 'away')).href
    await expect(open(away)).rejects.toThrow(/^BREACHED_PASSWORDS: cannot open .*away/)
  })
})

describe('a service', () => {
  let server: Server
  let base: string
  let mode: 'good' | 'broken' | 'silent' | 'endless' = 'good'
  const asked: string[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (mode === 'silent') return
      if (mode === 'broken') {
        response.writeHead(500).end()
        return
      }
      if (mode === 'endless') {
        const line = `${'0'.repeat(35)}:1\r\n`.repeat(10_000)
        const write = () => {
          while (!response.destroyed && response.write(line));
        }
        response.on('drain', write)
        write()
        return
      }
      const hash = hashOf(LISTED)
      const zero = hashOf('a password that is padding')
      response.end(`${hash.slice(5).toLowerCase()}:12\r\n${zero.slice(5)}:0\r\nnonsense\r\n`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test('is asked by five digits only, once for a prefix; padding counts for nothing', async () => {
    const list = await open(base)
    expect(await list.has(LISTED)).toBe(true)
    expect(await list.has(LISTED)).toBe(true)
    expect(await list.has('a password that is padding')).toBe(false)
    expect(asked.filter((url) => url === `/range/${hashOf(LISTED).slice(0, 5)}`)).toHaveLength(1)
    expect(asked.every((url) => /^\/range\/[0-9A-F]{5}$/.test(url))).toBe(true)
  })

  test.each(['broken', 'silent', 'endless'] as const)(
    'that is %s keeps nobody out, and is counted',
    async (fault) => {
      mode = fault
      const list = await open(base)
      const before = counted.filter((outcome) => outcome === 'failed').length
      expect(await list.has(LISTED)).toBe(false)
      expect(counted.filter((outcome) => outcome === 'failed')).toHaveLength(before + 1)
    },
  )
})
