import { join } from 'node:path'
import { freePort } from '../../../e2e/clients/start-wheelhouse.ts'
import { runCommand } from '../../../e2e/provision/run-command.ts'
import type { Data } from '../data.ts'
import { startServer } from '../processes.ts'
import { prepareEnvironment, versionOf } from '../python-environment.ts'
import type { Peer } from './peer.ts'

/** Of the user that devpi begins with. */
const MIRROR = 'root/mirror'

/** devpi-server with an index that mirrors ours: it keeps pages and files of its own after the first request. */
export async function startDevpi(data: Data): Promise<Peer> {
  const bin = await prepareEnvironment('devpi', ['devpi-server'])
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const place = ['--serverdir', join(data.folder, 'devpi')]
  const made = await runCommand(join(bin, 'devpi-init'), [...place, '--no-root-pypi'], {
    quiet: true,
  })
  if (made.code !== 0) throw new Error(`devpi-init: ${made.output.slice(-500)}`)
  const server = await startServer(
    [join(bin, 'devpi-server'), ...place, '--host', '127.0.0.1', '--port', String(port)],
    `${origin}/+api`,
  )
  try {
    await addMirror(origin, data.index.indexUrl)
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    ...server,
    name: 'devpi-server',
    version: await versionOf(bin, 'devpi-server'),
    sameBytes: false,
    urlOf: ({ of }) => (of === 'file' ? undefined : `${origin}/${MIRROR}/+simple/${of}/`),
  }
}

async function addMirror(origin: string, indexUrl: string): Promise<void> {
  const json = { 'content-type': 'application/json', accept: 'application/json' }
  const login = await fetch(`${origin}/+login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ user: 'root', password: '' }),
  })
  const { result } = (await login.json()) as { result: { password: string } }
  const auth = Buffer.from(`root:${result.password}`).toString('base64')
  const response = await fetch(`${origin}/${MIRROR}`, {
    method: 'PUT',
    headers: { ...json, 'x-devpi-auth': auth },
    body: JSON.stringify({ type: 'mirror', mirror_url: indexUrl, volatile: true }),
  })
  if (!response.ok) throw new Error(`devpi-server makes no mirror: ${await response.text()}`)
}
