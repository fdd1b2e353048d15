import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/**
 * Asks for a page again and again from a process of its own: who measures is busy with sending.
 * `stop` gives the milliseconds of each request.
 */
export function readInBackground(url: string): { stop(): Promise<number[]> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'read-often.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  return {
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'close')
      return text.trim().split('\n').map(Number)
    },
  }
}
