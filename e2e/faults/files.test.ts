import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { testDatabases, type TestDatabase } from '../clients/test-databases.ts'
import { startDatabaseProxy, type DatabaseProxy } from './database-proxy.ts'
import { makeDistribution, type Distribution } from './distributions.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { readPage, upload } from './upload.ts'
import { tokenCredentials } from '../clients/upload-form.ts'

const SOON_MS = 1_000

for (const kind of testDatabases().filter(({ name }) => name === 'PostgreSQL server')) {
  describe('files of two processes', () => {
    let database: TestDatabase
    let proxy: DatabaseProxy
    let site: Site
    let first: Node
    let second: Node

    beforeAll(async () => {
      database = await kind.create()
      proxy = await startDatabaseProxy(database.url!)
      site = await makeSite({ url: proxy.url, drop: async () => {} })
      first = await site.start()
      second = await site.start()
    }, 120_000)
    afterAll(async () => {
      await site.close()
      await proxy.close()
      await database.drop()
    }, 60_000)

    const publish = async (name: string): Promise<{ file: Distribution; path: string }> => {
      const file = makeDistribution('wheel', name, '1.0', 2_000)
      expect((await upload(first.origin, site.tokens[0], file))?.status).toBe(200)
      const listed = (await readPage(first.origin, name))!.files[0]!
      return { file, path: new URL(listed.url).pathname }
    }
    const ask = async (node: Node, path: string, token?: string) => {
      const headers: Record<string, string> =
        token === undefined ? {} : { authorization: tokenCredentials(token) }
      const answer = await fetch(`${node.origin}${path}`, { headers })
      return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
    }
    const statusOf = async (node: Node, path: string, token?: string) =>
      (await ask(node, path, token)).answer.status

    const recovery = async (node: Node, path: string) => {
      const deadline = Date.now() + 15_000
      while ((await statusOf(node, path)) !== 200 && Date.now() < deadline) await sleep(50)
      expect(await statusOf(node, path)).toBe(200)
    }

    test('go on while the database is away where they are known, and are 503 where not', async () => {
      const known = await publish('known')
      const unknown = await publish('unknown')
      expect(await statusOf(second, known.path)).toBe(200)
      await proxy.refuse()
      const { answer, bytes } = await ask(second, known.path)
      expect([answer.status, bytes.equals(Buffer.from(known.file.bytes))]).toEqual([200, true])
      const refused = await ask(second, unknown.path)
      expect(refused.answer.status).toBe(503)
      expect(refused.answer.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(refused.answer.headers.get('cache-control')).toBe('no-store')
      await proxy.allow()
      await recovery(second, unknown.path)
    }, 60_000)

    test('that are private go on for whoever was known a moment ago, and are to others what is not there', async () => {
      const inner = await publish('inner')
      const outer = await publish('outer')
      const hidden = await site.wheelhouse('project', 'visibility', 'inner', 'private')
      expect(hidden.code).toBe(0)
      const closed = await site.start({ settings: { PRIVATE_INDEX: 'true' } })
      const [owner, colleague] = site.tokens
      const ofInner = ['/simple/inner/', inner.path, `${inner.path}.metadata`]
      const ofOuter = ['/simple/outer/', outer.path, `${outer.path}.metadata`]
      for (const path of ofInner) {
        for (const node of [second, closed]) expect(await statusOf(node, path, owner)).toBe(200)
        expect(await statusOf(closed, path, colleague)).toBe(404)
      }
      for (const path of ofOuter) {
        for (const node of [second, closed]) expect(await statusOf(node, path, owner)).toBe(200)
      }
      await proxy.refuse()
      try {
        for (const node of [second, closed]) {
          for (const path of [...ofInner, ...ofOuter]) {
            const { answer } = await ask(node, path, owner)
            expect([path, answer.status]).toEqual([path, 200])
            expect(answer.headers.get('x-wheelhouse-degraded')).toBe('database')
            const isShared = node === second && ofOuter.includes(path)
            const kept = expect.stringContaining(isShared ? 'public' : 'private, no-store')
            expect(answer.headers.get('cache-control')).toEqual(kept)
          }
        }
        const never = inner.path.replace('inner', 'never')
        for (const [node, token] of [
          [second, undefined],
          [second, colleague],
          [closed, colleague],
        ] as const) {
          for (const path of [...ofInner, '/simple/never-was/', never]) {
            expect([path, await statusOf(node, path, token)]).toEqual([path, 503])
          }
        }
        expect(await statusOf(closed, '/simple/outer/', colleague)).toBe(200)
        expect(await statusOf(closed, '/simple/outer/')).toBe(401)
      } finally {
        await proxy.allow()
      }
      for (const node of [first, second]) await recovery(node, '/readyz')
      await closed.kill()
    }, 120_000)

    test('are gone from both within a second of their project being hidden', async () => {
      const { path } = await publish('hidden')
      for (const node of [first, second]) expect(await statusOf(node, path)).toBe(200)
      const done = await site.wheelhouse('project', 'visibility', 'hidden', 'private')
      expect(done.code).toBe(0)
      const deadline = Date.now() + SOON_MS
      for (const node of [first, second]) {
        while ((await statusOf(node, path)) === 200 && Date.now() < deadline) await sleep(10)
        expect(await statusOf(node, path)).toBe(404)
      }
    }, 60_000)
  })
}
