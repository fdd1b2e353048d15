/**
 * Archives that unpack to a thousand times their size. `node e2e/faults/bombs.ts` sends one, then 200
 * at once, and prints what they cost the server.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { testDatabases } from '../clients/test-databases.ts'
import { tarHeader, type Distribution } from './distributions.ts'
import { makeSite } from './site.ts'
import { upload } from './upload.ts'

const MIB = 2 ** 20
const BLOCK = Buffer.alloc(MIB)

/** A sdist of about `mebibytes` / 1000 MiB whose one large member unpacks to `mebibytes`, all zeros. */
export function makeTarBomb(name: string, mebibytes: number): Distribution {
  const version = '1.0'
  const metadata = Buffer.from(`Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`)
  const top = `${name}-${version}`
  const info = Buffer.concat([
    tarHeader(`${top}/PKG-INFO`, metadata.length),
    metadata,
    Buffer.alloc(512 - (metadata.length % 512)),
    tarHeader(`${top}/zeros.bin`, mebibytes * MIB),
  ])
  // A block that ends in a full flush refers to nothing before it: the same bytes serve for each.
  const flushed = { finishFlush: constants.Z_FULL_FLUSH, level: 9 }
  const packedBlock = deflateRawSync(BLOCK, flushed)
  let crc = crc32(info)
  for (let block = 0; block < mebibytes; block += 1) crc = crc32(BLOCK, crc)
  const end = Buffer.alloc(1024)
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(end, crc), 0)
  trailer.writeUInt32LE((info.length + mebibytes * MIB + end.length) % 2 ** 32, 4)
  const bytes = new Uint8Array(
    Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
      deflateRawSync(info, flushed),
      ...Array.from({ length: mebibytes }, () => packedBlock),
      deflateRawSync(end),
      trailer,
    ]),
  )
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { kind: 'sdist', name, version, filename: `${top}.tar.gz`, bytes, sha256 }
}

async function residentMiB(pid: number, line: 'VmRSS' | 'VmHWM' = 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${line}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
}

async function printFigures(): Promise<void> {
  for (const kind of testDatabases()) {
    const site = await makeSite(await kind.create())
    try {
      const { origin, pid } = await site.start()
      const send = (file: Distribution) => upload(origin, site.tokens[0], file)
      await send(makeTarBomb('warmup', 200))
      const bomb = makeTarBomb('bomb', 2048)
      const idle = await residentMiB(pid)
      const started = performance.now()
      const answer = await send(bomb)
      const took = performance.now() - started
      const peak = await residentMiB(pid, 'VmHWM')
      process.stdout.write(
        `${kind.name}: ${(bomb.bytes.length / MIB).toFixed(1)} MiB that unpack to 2 GiB: ${answer?.status} after ${took.toFixed(0)} ms, memory + ${(peak - idle).toFixed(0)} MiB\n`,
      )
      const { statuses, pages, slowest } = await sendMany(origin, site.tokens[0], 200)
      process.stdout.write(
        `  200 at once: ${JSON.stringify(statuses)}; ${pages} pages meanwhile, the slowest after ${slowest.toFixed(0)} ms; memory + ${((await residentMiB(pid, 'VmHWM')) - idle).toFixed(0)} MiB\n`,
      )
    } finally {
      await site.close()
    }
  }
}

/** Sends so many bombs at once, and asks for the root page until all are answered. */
export async function sendMany(
  origin: string,
  token: string,
  count: number,
): Promise<{ statuses: Record<number, number>; pages: number; slowest: number }> {
  const statuses: Record<number, number> = {}
  let pages = 0
  let slowest = 0
  let isDone = false
  const read = async () => {
    while (!isDone) {
      const started = performance.now()
      const page = await fetch(`${origin}/simple/`)
      await page.arrayBuffer()
      if (page.status !== 200) throw new Error(`/simple/ answered ${page.status}`)
      slowest = Math.max(slowest, performance.now() - started)
      pages += 1
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const bombs = Array.from({ length: count }, async (_, index) => {
    const answer = await upload(origin, token, makeTarBomb(`bomb-${index}`, 200))
    const status = answer?.status ?? 0
    statuses[status] = (statuses[status] ?? 0) + 1
  })
  const reader = read()
  await Promise.all(bombs).finally(() => {
    isDone = true
  })
  await reader
  return { statuses, pages, slowest }
}

if (import.meta.main) await printFigures()
