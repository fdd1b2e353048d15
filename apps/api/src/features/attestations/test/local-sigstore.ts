import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { Attestation } from '../attestation.ts'
import { bits, integer, octets, oid, sequence, set, tagged, time, utf8, yes } from './der.ts'

type Keys = { publicKey: KeyObject; privateKey: KeyObject }
const newKeys = (namedCurve = 'P-256'): Keys => generateKeyPairSync('ec', { namedCurve })

/** What a certificate says: numbers of Fulcio's extensions (1.3.6.1.4.1.57264.1.…) and their texts. */
export type Claims = Readonly<Record<number, string>>

/** What an attestation may have of its own; without anything it is right in every way. */
export type Made = {
  readonly statement?: unknown
  readonly claims?: Claims
  /** Seconds since the epoch. */
  readonly loggedAt?: number
  readonly validFrom?: number
  readonly validTo?: number
  readonly curve?: string
  readonly purpose?: string
  readonly withReceipt?: boolean
  readonly email?: string
  /** The signature is by another key than the certificate's. */
  readonly isForged?: boolean
  /** The kind that the log's entry says it has. */
  readonly entryKind?: string
}

const NOW = 1_790_000_000
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const COMMIT = '0123456789abcdef0123456789abcdef01234567'

/** Of a run of `release.yml` in `octo/sample` on GitHub. */
export const GITHUB_CLAIMS: Claims = {
  8: 'https://token.actions.githubusercontent.com',
  11: 'github-hosted',
  12: 'https://github.com/octo/sample',
  13: COMMIT,
  14: 'refs/tags/v1.0',
  18: `https://github.com/octo/sample/.github/workflows/release.yml@refs/tags/v1.0`,
  21: 'https://github.com/octo/sample/actions/runs/7/attempts/1',
}

/**
 * A Sigstore of the test's own: a certificate authority, a certificate log and Rekor, as far as an
 * attestation shows of them. What it signs verifies against its `trustRoot` and no other.
 */
export function createLocalSigstore() {
  const [authority, certificateLog, rekor] = [newKeys(), newKeys(), newKeys()]
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8('local authority'))))
  const root = certify(name, authority, name, authority.publicKey, 0, 4_000_000_000, [
    extension('2.5.29.19', sequence(yes), true),
    extension('2.5.29.15', bits(Buffer.from([0x04]), 2), true),
  ])

  function issue(made: Made, key: KeyObject): Buffer {
    const { loggedAt = NOW, validFrom = loggedAt - 60, validTo = loggedAt + 540 } = made
    const { claims = GITHUB_CLAIMS, purpose = '1.3.6.1.5.5.7.3.3', email } = made
    const subject = email ?? claims[18] ?? ''
    const alternative = tagged(email === undefined ? 6 : 1, Buffer.from(subject), false)
    const extensions = [
      extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
      extension('2.5.29.37', sequence(oid(purpose))),
      extension('2.5.29.17', sequence(alternative), true),
      ...Object.entries(claims).map(([number, text]) =>
        extension(`1.3.6.1.4.1.57264.1.${number}`, utf8(text)),
      ),
    ]
    const certifyWith = (more: readonly Buffer[]) =>
      certify(name, authority, sequence(), key, validFrom, validTo, [...extensions, ...more])
    if (made.withReceipt === false) return certifyWith([])
    const { body } = certifyParts(name, sequence(), key, validFrom, validTo, extensions)
    return certifyWith([receipt(body, certificateLog, authority, validFrom)])
  }

  function attest(file: { filename: string; sha256: string }, made: Made = {}): Attestation {
    const keys = newKeys(made.curve)
    const certificate = issue(made, keys.publicKey)
    const statement = Buffer.from(JSON.stringify(made.statement ?? publishStatement(file)))
    const signer = made.isForged === true ? newKeys() : keys
    const signature = sign('sha256', encode(statement), signer.privateKey)
    const body = entryBody(certificate, statement, signature, made.entryKind ?? 'dsse')
    return {
      version: 1,
      verification_material: {
        certificate: certificate.toString('base64'),
        transparency_entries: [logEntry(body, rekor, made)],
      },
      envelope: {
        statement: statement.toString('base64'),
        signature: signature.toString('base64'),
      },
    }
  }

  return {
    attest,
    trustRoot: {
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [trustedLog('https://rekor.local', rekor)],
      ctlogs: [trustedLog('https://ct.local', certificateLog)],
      certificateAuthorities: [
        {
          subject: { organization: 'local', commonName: 'local authority' },
          uri: 'https://fulcio.local',
          certChain: { certificates: [{ rawBytes: root.toString('base64') }] },
          validFor: { start: '2000-01-01T00:00:00Z' },
        },
      ],
      timestampAuthorities: [],
    },
  }
}

/** What twine and its action say of a file that they upload. */
export const publishStatement = ({ filename, sha256 }: { filename: string; sha256: string }) => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: filename, digest: { sha256 } }],
  predicateType: 'https://docs.pypi.org/attestations/publish/v1',
  predicate: null,
})

const extension = (id: string, value: Buffer, isCritical = false) =>
  sequence(oid(id), ...(isCritical ? [yes] : []), octets(value))

function certifyParts(
  issuer: Buffer,
  subject: Buffer,
  key: KeyObject,
  from: number,
  to: number,
  extensions: readonly Buffer[],
) {
  const date = (seconds: number) => time(new Date(seconds * 1000))
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(createHash('sha256').update(spki(key)).digest().subarray(0, 8)),
    ECDSA_SHA256,
    issuer,
    sequence(date(from), date(to)),
    subject,
    spki(key),
    tagged(3, sequence(...extensions)),
  )
  return { body }
}

/** A certificate in DER (RFC 5280). */
function certify(
  issuer: Buffer,
  issuerKeys: Keys,
  subject: Buffer,
  key: KeyObject,
  from: number,
  to: number,
  extensions: readonly Buffer[],
): Buffer {
  const { body } = certifyParts(issuer, subject, key, from, to, extensions)
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuerKeys.privateKey)))
}

/** The extension with a receipt of a certificate log (RFC 6962 §3.2, §3.3). */
function receipt(body: Buffer, log: Keys, issuer: Keys, seconds: number): Buffer {
  const at = Buffer.alloc(8)
  at.writeBigUInt64BE(BigInt(seconds) * 1000n)
  const length = Buffer.from([0, body.length >> 8, body.length & 0xff])
  const signed = Buffer.concat([
    Buffer.from([0, 0]),
    at,
    Buffer.from([0, 1]),
    idOf(issuer.publicKey),
    length,
    body,
    Buffer.from([0, 0]),
  ])
  const signature = withLength(sign('sha256', signed, log.privateKey))
  const head = Buffer.concat([Buffer.from([0]), idOf(log.publicKey), at, Buffer.from([0, 0])])
  const one = withLength(Buffer.concat([head, Buffer.from([4, 3]), signature]))
  return extension('1.3.6.1.4.1.11129.2.4.2', octets(withLength(one)))
}

const withLength = (content: Buffer) =>
  Buffer.concat([Buffer.from([content.length >> 8, content.length & 0xff]), content])

/** What DSSE signs: the pre-authentication encoding. */
function encode(statement: Buffer): Buffer {
  const type = 'application/vnd.in-toto+json'
  const head = `DSSEv1 ${type.length} ${type} ${statement.length} `
  return Buffer.concat([Buffer.from(head), statement])
}

function entryBody(certificate: Buffer, statement: Buffer, signature: Buffer, kind: string) {
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
  const value = createHash('sha256').update(statement).digest('hex')
  const body = {
    apiVersion: '0.0.1',
    kind,
    spec: {
      payloadHash: { algorithm: 'sha256', value },
      signatures: [
        {
          signature: signature.toString('base64'),
          verifier: Buffer.from(pem).toString('base64'),
        },
      ],
    },
  }
  return Buffer.from(JSON.stringify(body))
}

/** The only entry of a log: promised, and proven by a tree of one leaf. */
function logEntry(body: Buffer, log: Keys, { loggedAt = NOW, entryKind = 'dsse' }: Made) {
  const promised = {
    body: body.toString('base64'),
    integratedTime: loggedAt,
    logID: idOf(log.publicKey).toString('hex'),
    logIndex: 77,
  }
  const leaf = createHash('sha256')
    .update(Buffer.from([0]))
    .update(body)
    .digest('base64')
  const note = `rekor.local - 1\n1\n${leaf}\n`
  const mark = Buffer.concat([
    idOf(log.publicKey).subarray(0, 4),
    sign('sha256', Buffer.from(note), log.privateKey),
  ])
  return {
    logIndex: '77',
    logId: { keyId: idOf(log.publicKey).toString('base64') },
    kindVersion: { kind: entryKind, version: '0.0.1' },
    integratedTime: String(loggedAt),
    inclusionPromise: {
      signedEntryTimestamp: sign(
        'sha256',
        Buffer.from(JSON.stringify(promised)),
        log.privateKey,
      ).toString('base64'),
    },
    inclusionProof: {
      logIndex: '0',
      rootHash: leaf,
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: `${note}\n— rekor.local ${mark.toString('base64')}\n` },
    },
    canonicalizedBody: body.toString('base64'),
  }
}

const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })
const idOf = (key: KeyObject) => createHash('sha256').update(spki(key)).digest()

const trustedLog = (baseUrl: string, { publicKey }: Keys) => ({
  baseUrl,
  hashAlgorithm: 'SHA2_256',
  publicKey: {
    rawBytes: spki(publicKey).toString('base64'),
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    validFor: { start: '2000-01-01T00:00:00Z' },
  },
  logId: { keyId: idOf(publicKey).toString('base64') },
})
