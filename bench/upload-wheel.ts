import { createHash, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { packWheel, type Wheel } from '../e2e/contract/targets/wheels.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** A wheel of about `bytes`, of random content, that no index has seen. */
export function makeWheel(name: string, version: string, bytes: number): Wheel {
  const info = `${name}-${version}.dist-info`
  return packWheel(name, version, 'py3-none-any', [
    [`${name}/data.bin`, randomBytes(bytes)],
    [`${info}/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`],
  ])
}

/** The body that a client sends, whole, so that only the server's time is measured. */
export function formOf(
  name: string,
  version: string,
  wheel: Wheel,
): { body: Buffer; type: string } {
  const boundary = `bench-${randomBytes(12).toString('hex')}`
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.1',
    name,
    version,
    filetype: 'bdist_wheel',
    pyversion: wheel.pyversion,
    sha256_digest: createHash('sha256').update(wheel.bytes).digest('hex'),
  }
  const head = Object.entries(fields).map(
    ([key, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  )
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${wheel.filename}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  const body = Buffer.concat([
    Buffer.from(head.join('') + file),
    wheel.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  return { body, type: `multipart/form-data; boundary=${boundary}` }
}

/** Sends a body and waits for the whole answer; milliseconds. @throws Error when it is refused. */
export function post(
  url: string,
  form: { body: Buffer; type: string },
  authorization: string,
): Promise<number> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': form.type,
          'content-length': form.body.length,
          authorization,
        },
      },
      (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString()
        })
        response.on('end', () => {
          if (response.statusCode === 200) resolve(performance.now() - started)
          else
            reject(
              new Error(`${response.statusCode} ${response.statusMessage} ${text.slice(0, 200)}`),
            )
        })
      },
    )
    sent.once('error', reject)
    sent.end(form.body)
  })
}
