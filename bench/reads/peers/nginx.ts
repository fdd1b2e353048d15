import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../../../e2e/clients/start-wheelhouse.ts'
import { findOnPath, runCommand } from '../../../e2e/provision/run-command.ts'
import type { Data } from '../data.ts'
import { startServer } from '../processes.ts'
import type { Peer } from './peer.ts'

/** The limit: nginx with our very bytes as files, codings made before. */
export async function startNginx(data: Data): Promise<Peer> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const server = await launch(data.folder, port, [
    'gzip_static on;',
    `root ${data.folder};`,
    `location ~ \\.html$ { default_type text/html; }`,
    `location ~ \\.json$ { default_type application/vnd.pypi.simple.v1+json; }`,
  ])
  return {
    ...server,
    name: 'nginx',
    sameBytes: true,
    urlOf: ({ of, form }) => `${origin}/${of}/index.${of === 'file' ? 'bin' : form}`,
  }
}

/** A server that hands files to the nginx in front of it. */
export type HandingServer = Pick<Peer, 'name' | 'pid'> & {
  readonly origin: string
  /** Its folder, and the path of the file of 1 MB below its origin. */
  readonly folder: string
  readonly filePath: string
}

/** nginx in front of an index, or of who answers as one, that hands it the files of the index's folder. */
export async function startHandoff({
  name,
  pid,
  origin,
  folder,
  filePath,
}: HandingServer): Promise<Peer> {
  const port = await freePort()
  const server = await launch(
    folder,
    port,
    [
      `location / { proxy_pass http://index; proxy_http_version 1.1; proxy_set_header Connection ""; }`,
      `location /internal/ { internal; alias ${join(folder, 'data/files')}/; }`,
    ],
    `upstream index { server ${new URL(origin).host}; keepalive 64; }`,
  )
  return {
    ...server,
    name: `${name} behind nginx`,
    helper: pid,
    sameBytes: true,
    urlOf: ({ of }) => (of === 'file' ? `http://127.0.0.1:${port}${filePath}` : undefined),
  }
}

async function launch(folder: string, port: number, server: readonly string[], http = '') {
  const command = findOnPath('nginx')
  if (command === undefined) throw new Error('nginx is not installed')
  const home = join(folder, `nginx-${port}`)
  await mkdir(home, { recursive: true })
  const configuration = join(home, 'nginx.conf')
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  await writeFile(
    configuration,
    `daemon off; worker_processes 1; pid ${home}/pid; error_log ${home}/error.log;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
  ${kinds.map((kind) => `${kind}_temp_path ${home}/${kind};`).join(' ')}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  ${http}
  server {
    listen 127.0.0.1:${port};
    location = /ready { return 200; }
    ${server.join('\n    ')}
  }
}
`,
  )
  const words = [command, '-p', home, '-c', configuration, '-e', join(home, 'error.log')]
  const started = await startServer(words, `http://127.0.0.1:${port}/ready`)
  const { output } = await runCommand(command, ['-v'], { quiet: true })
  return { ...started, version: /[\d.]+/.exec(output)?.[0] ?? '' }
}
