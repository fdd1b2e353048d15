import { Worker } from 'node:worker_threads'
import type { PasswordContext, PasswordVerdict } from '@wheelhouse/shared-types'

const WORKER = import.meta.resolve('@wheelhouse/web/password-worker')

/** A thread that has what the app's file finds in a browser's worker, and then runs that very file. */
const PRELUDE = `
  const { parentPort, workerData } = require('node:worker_threads')
  globalThis.addEventListener = (_type, listen) => parentPort.on('message', (data) => listen({ data }))
  globalThis.postMessage = (message) => parentPort.postMessage(message)
  import(workerData).then(() => parentPort.postMessage('ready'))
`

/** The app's own worker, asked as the app asks it. */
export async function openBrowserJudge() {
  const worker = new Worker(PRELUDE, { eval: true, workerData: WORKER })
  await new Promise((resolve) => worker.once('message', resolve))
  let sequence = 0
  return {
    judge: (password: string, context: PasswordContext): Promise<PasswordVerdict> => {
      sequence += 1
      return new Promise((resolve, reject) => {
        worker.once('error', reject)
        worker.once('message', ({ verdict }: { verdict: PasswordVerdict }) => {
          worker.removeListener('error', reject)
          resolve(verdict)
        })
        worker.postMessage({ sequence, password, context })
      })
    },
    close: () => worker.terminate(),
  }
}
