import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A real server in front of an index. */
export type Nginx = {
  readonly origin: string
  close(): Promise<void>
}

export type NginxOptions = {
  /** Path of its command. */
  command: string
  /** For its configuration, logs and cache. */
  folder: string
  port: number
  /** Address of the index. */
  upstream: string
  /** Folder of the stored files, which the index hands off below `/internal/`. */
  filesFolder: string
}

const START_MS = 20_000

/**
 * The configuration that docs/OPERATIONS.md gives, with a shared cache before it: the headers that
 * nginx takes from a handed-off answer are few, so the others are named.
 */
function configuration({ folder, port, upstream, filesFolder }: NginxOptions): string {
  return `
worker_processes 1;
user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 100m;
  proxy_cache_path ${folder}/cache keys_zone=pages:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${upstream};
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
      proxy_cache pages;
      add_header X-Cache $upstream_cache_status;
    }
    location /packages/ {
      proxy_pass ${upstream};
      proxy_set_header Host $http_host;
      proxy_http_version 1.1;
    }
    location /internal/ {
      internal;
      alias ${filesFolder}/;
      etag off;
      if_modified_since off;
      add_header ETag $upstream_http_etag;
      add_header Last-Modified "";
      add_header Content-Security-Policy $upstream_http_content_security_policy;
      add_header X-Content-Type-Options $upstream_http_x_content_type_options;
      add_header Referrer-Policy $upstream_http_referrer_policy;
      add_header Cross-Origin-Resource-Policy $upstream_http_cross_origin_resource_policy;
      add_header Access-Control-Allow-Origin $upstream_http_access_control_allow_origin;
      error_page 403 404 500 =503 @away;
    }
    location @away {
      add_header Retry-After 30 always;
      add_header Cache-Control no-store always;
      return 503;
    }
  }
}
`
}

/** Starts nginx. Throws with what it said when it does not come up. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const { command, folder, port } = options
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, 'nginx.conf')
  await writeFile(file, configuration(options))
  const started: ChildProcess = spawn(command, ['-c', file, '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  started.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise<void>((resolve) => {
    started.once('exit', () => resolve())
    started.once('error', () => resolve())
  })
  const origin = `http://127.0.0.1:${port}`
  const deadline = Date.now() + START_MS
  const close = async () => {
    started.kill('SIGTERM')
    await ended
  }
  for (;;) {
    const answer = await fetch(`${origin}/livez`).catch(() => undefined)
    await answer?.arrayBuffer()
    if (answer !== undefined) return { origin, close }
    if (started.exitCode !== null || Date.now() > deadline) {
      await close()
      throw new Error(`nginx did not come up:\n${said}`)
    }
    await sleep(50)
  }
}
