import { request } from 'node:http'

/** Milliseconds to the first byte of the body and to the last, and what came. */
export type Timed = {
  readonly first: number
  readonly whole: number
  readonly bytes: number
  readonly status: number
}

/** One GET on a connection of its own, read to its end and thrown away. */
export function timeRequest(url: string, headers: Record<string, string> = {}): Promise<Timed> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (response) => {
      let first: number | undefined
      let bytes = 0
      response.on('data', (piece: Buffer) => {
        first ??= performance.now() - started
        bytes += piece.length
      })
      response.once('error', reject)
      response.once('end', () => {
        const whole = performance.now() - started
        resolve({ first: first ?? whole, whole, bytes, status: response.statusCode ?? 0 })
      })
    })
    sent.once('error', reject)
    sent.end()
  })
}
