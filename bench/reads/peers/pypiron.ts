import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../../e2e/clients/start-wheelhouse.ts'
import { formOf, post } from '../../upload-wheel.ts'
import type { Data } from '../data.ts'
import { startServer } from '../processes.ts'
import { prepareEnvironment, versionOf } from '../python-environment.ts'
import { PAGES } from '../works.ts'
import { writeWheels } from '../write-wheels.ts'
import type { Peer } from './peer.ts'

const AT_ONCE = 8
const LISTED_WITHIN_MS = 120_000

/** pypiron with a folder of its own, filled by uploads. */
export async function startPypiron(data: Data): Promise<Peer> {
  const bin = await prepareEnvironment('pypiron', ['pypiron'])
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const server = await startServer(
    [join(bin, 'pypiron'), 'serve', '--bind-addr', `127.0.0.1:${port}`],
    `${origin}/health`,
    {
      cwd: data.folder,
      env: {
        PYPIRON_DATA_DIR: join(data.folder, 'pypiron'),
        PYPIRON_UPLOADER_USER: 'maker',
        PYPIRON_UPLOADER_PASS: 'only-for-this-run',
        PYPIRON_ADVISORY_FEED: '',
      },
    },
  )
  try {
    await upload(data, `${origin}/legacy/`)
    await untilListed(data, origin)
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    ...server,
    name: 'pypiron',
    version: await versionOf(bin, 'pypiron'),
    sameBytes: false,
    urlOf: ({ of }) => (of === 'file' ? undefined : `${origin}/simple/${of}/`),
  }
}

/** Its pages are made some time after the uploads. */
async function untilListed({ pages }: Data, origin: string): Promise<void> {
  const deadline = Date.now() + LISTED_WITHIN_MS
  for (const page of pages) {
    for (;;) {
      const text = await (await fetch(`${origin}/simple/${page}/`)).text()
      const listed = text.split('<a ').length - 1
      if (listed === PAGES[page]) break
      if (Date.now() > deadline) throw new Error(`it lists ${listed} of ${PAGES[page]} files`)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

async function upload(data: Data, url: string): Promise<void> {
  const folder = await writeWheels(data)
  const names = (await readdir(folder)).filter((name) => !name.startsWith('megabyte'))
  const authorization = `Basic ${Buffer.from('maker:only-for-this-run').toString('base64')}`
  const next = names.values()
  const work = async () => {
    for (const filename of next) {
      const [stem = '', version = ''] = filename.split('-')
      const bytes = Uint8Array.from(await readFile(join(folder, filename)))
      const wheel = { filename, bytes, pyversion: 'py3' }
      await post(url, formOf(stem.replace('_', '-'), version, wheel), authorization)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
