import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

/** A certificate authority of one test, and what it vouches for: all in PEM. */
export type TestCertificate = {
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

const DAY_MS = 24 * 60 * 60 * 1000
const SEQUENCE = 0x30
const SET = 0x31

/** A certificate (X.509 v3, ECDSA P-256) for a host name by an authority of its own, good for a day. */
export function makeCertificate(host: string): TestCertificate {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const authority = certify('Test authority', root.publicKey, root.privateKey, [
    // Basic constraints: it may sign others.
    extension('551d13', sequence(Buffer.from([0x01, 0x01, 0xff])), true),
  ])
  const certificate = certify(host, leaf.publicKey, root.privateKey, [
    extension('551d11', sequence(der(0x82, Buffer.from(host)))),
  ])
  return {
    authority,
    certificate,
    key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

function certify(
  subject: string,
  publicKey: KeyObject,
  issuerKey: KeyObject,
  extensions: readonly Buffer[],
): string {
  const now = Date.now()
  const algorithm = sequence(objectId('2a8648ce3d040302'))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf('Test authority'),
    sequence(timeOf(now - DAY_MS), timeOf(now + DAY_MS)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }) as Buffer,
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, issuerKey)
  const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** One value in DER (X.690): its tag, its length, its content. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}

const sequence = (...contents: readonly Buffer[]) => der(SEQUENCE, ...contents)
const objectId = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))

const nameOf = (commonName: string) =>
  sequence(der(SET, sequence(objectId('550403'), der(0x0c, Buffer.from(commonName)))))

const timeOf = (at: number) =>
  der(0x17, Buffer.from(new Date(at).toISOString().replace(/^20|[-:T]|\.\d+/g, '')))

const extension = (id: string, value: Buffer, isCritical = false) =>
  sequence(objectId(id), ...(isCritical ? [Buffer.from([0x01, 0x01, 0xff])] : []), der(0x04, value))
