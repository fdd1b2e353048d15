import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { repository } from './repository.ts'

const VITE = repository('apps/web/node_modules/vite/bin/vite.js')
const BUILD = repository('apps/web/dist-mock')

export type RunningMock = { url: string; stop: () => Promise<void> }

/** The app with its mock in the browser, built and served; `url` has no slash at the end. */
export async function startMock(): Promise<RunningMock> {
  const options = { cwd: repository('apps/web') }
  await promisify(execFile)(process.execPath, [VITE, 'build', '--mode', 'mock'], options)
  return serveMock(BUILD)
}

/** Serves a build of the app with its mock, on a free port if none is given. */
export async function serveMock(folder: string, port = 0): Promise<RunningMock> {
  const place = ['--host', '127.0.0.1', '--port', String(port), '--strictPort', '--outDir', folder]
  const server = spawn(process.execPath, [VITE, 'preview', '--mode', 'mock', ...place], {
    cwd: repository('apps/web'),
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  const gone = once(server, 'exit')
  for await (const line of createInterface(server.stdout)) {
    const url = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1]
    if (url === undefined) continue
    return {
      url,
      stop: async () => {
        server.kill()
        await gone
      },
    }
  }
  throw new Error('the preview of the mock did not start')
}
