import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { generateClient } from '@wheelhouse/database/generate'
import { readConfig, readEnvironment } from '../config.ts'
import { exitWithFaults } from './exit-with-faults.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const WEB = join(ROOT, 'apps/web')
const WEB_PORT = 5173

/**
 * `pnpm dev`: the API and the web app, both restarting on changes. The app is opened at Vite's
 * address, which hands the API's paths on; `PUBLIC_URL` is that address, so that mailed links and
 * origins are right.
 */
function dev(): void {
  const environment = { PUBLIC_URL: `http://localhost:${WEB_PORT}`, ...readEnvironment() }
  readConfig(environment)
  generateClient()
  const vite = createRequire(join(WEB, 'package.json')).resolve('vite/package.json')
  const run = (args: readonly string[], cwd: string) =>
    spawn(process.execPath, args, { cwd, stdio: 'inherit', env: environment })
  const children = [
    run(
      [
        '--import=./apps/api/src/start/keep-compiled.js',
        '--watch-path=apps/api/src',
        '--watch-path=packages',
        'apps/api/src/start/serve.ts',
      ],
      ROOT,
    ),
    run([join(dirname(vite), 'bin/vite.js'), '--port', String(WEB_PORT), '--strictPort'], WEB),
  ]
  stopTogether(children)
}

/** One Ctrl-C ends both, and when one ends the other has no use. */
function stopTogether(children: readonly ChildProcess[]): void {
  const stop = () => children.forEach((child) => child.kill('SIGTERM'))
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  for (const child of children) child.once('exit', stop)
}

try {
  dev()
} catch (error) {
  exitWithFaults(error)
}
