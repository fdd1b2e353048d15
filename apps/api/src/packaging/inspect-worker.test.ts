import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Piscina } from 'piscina'
import type { InspectionAnswer } from './inspect-worker.ts'
import { DEFAULT_POLICY } from './policy.ts'
import { buildWheel, METADATA, WHEEL_NAME } from './test/distributions.ts'

describe('in a pool of worker threads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inspect-worker-'))
  let pool: Piscina

  beforeAll(() => {
    pool = new Piscina({
      filename: new URL('./inspect-worker.ts', import.meta.url).href,
      maxThreads: 1,
    })
  })

  afterAll(async () => {
    await pool.destroy()
    rmSync(folder, { recursive: true })
  })

  test('a good file and a bad one come back as values', async () => {
    const path = join(folder, 'upload')
    writeFileSync(path, buildWheel())
    const good = (await pool.run({
      path,
      filename: WHEEL_NAME,
      policy: DEFAULT_POLICY,
    })) as InspectionAnswer
    if (!('inspected' in good)) throw new Error(good.refused.message)
    expect(good.inspected).toMatchObject({ kind: 'wheel', name: 'demo', version: '1.0' })
    expect(Buffer.from(good.inspected.metadataBytes ?? []).toString()).toBe(METADATA)

    writeFileSync(path, buildWheel([], { trailing: Buffer.from('x') }))
    expect(await pool.run({ path, filename: WHEEL_NAME, policy: DEFAULT_POLICY })).toEqual({
      refused: {
        reason: 'zip-trailing-data',
        message: 'ZIP archive not accepted: bytes follow the end record.',
      },
    })
  })
})
