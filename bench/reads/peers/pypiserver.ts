import { join } from 'node:path'
import { freePort } from '../../../e2e/clients/start-wheelhouse.ts'
import type { Data } from '../data.ts'
import { startServer } from '../processes.ts'
import { prepareEnvironment, versionOf } from '../python-environment.ts'
import { writeWheels } from '../write-wheels.ts'
import type { Peer } from './peer.ts'

/** pypiserver under waitress, which it takes by itself where that is installed: a folder of wheels, named as ours. */
export async function startPypiserver(data: Data): Promise<Peer> {
  const bin = await prepareEnvironment('pypiserver', ['pypiserver', 'waitress', 'watchdog'])
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const folder = await writeWheels(data)
  const options = ['-i', '127.0.0.1', '-p', String(port), '--disable-fallback']
  const server = await startServer(
    [
      join(bin, 'pypi-server'),
      'run',
      ...options,
      '--server',
      'auto',
      '--backend',
      'cached-dir',
      folder,
    ],
    `${origin}/health`,
  )
  return {
    ...server,
    name: 'pypiserver',
    version: await versionOf(bin, 'pypiserver'),
    sameBytes: false,
    urlOf: ({ of, form }) => {
      if (of === 'file') return `${origin}/packages/${data.filePath.split('/').at(-1)}`
      return form === 'html' ? `${origin}/simple/${of}/` : undefined
    },
  }
}
