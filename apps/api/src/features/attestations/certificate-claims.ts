import type { Signer } from '@sigstore/verify'

/**
 * What a certificate of Fulcio says of the run that it was given to, by the names of its extensions
 * (https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md, 1.3.6.1.4.1.57264.1.8 and following).
 */
export type CertificateClaims = {
  readonly subject: string | undefined
  readonly issuer: string | undefined
  readonly runnerEnvironment: string | undefined
  readonly sourceRepositoryUrl: string | undefined
  readonly sourceCommit: string | undefined
  readonly sourceRef: string | undefined
  readonly buildConfigUrl: string | undefined
  readonly runUrl: string | undefined
}

const ARC = '1.3.6.1.4.1.57264.1.'

/** The claims of a certificate that was verified. */
export function readClaims(identity: NonNullable<Signer['identity']>): CertificateClaims {
  const extensions = new Map(
    (identity.oids ?? []).map(({ oid, value }) => [oid?.id.join('.'), value]),
  )
  const read = (number: number) => decodeUtf8String(extensions.get(`${ARC}${number}`))
  return {
    subject: identity.subjectAlternativeName,
    issuer: read(8),
    runnerEnvironment: read(11),
    sourceRepositoryUrl: read(12),
    sourceCommit: read(13),
    sourceRef: read(14),
    buildConfigUrl: read(18),
    runUrl: read(21),
  }
}

/** A DER UTF8String that fills the buffer; undefined for anything else. */
function decodeUtf8String(der: Buffer | undefined): string | undefined {
  if (der === undefined || der[0] !== 0x0c || der[1] === undefined) return undefined
  const lengthBytes = der[1] < 0x80 ? 0 : der[1] & 0x7f
  if (lengthBytes > 2 || der.length < 2 + lengthBytes) return undefined
  const length = lengthBytes === 0 ? der[1] : der.readUIntBE(2, lengthBytes)
  const text = der.subarray(2 + lengthBytes)
  return text.length === length ? text.toString('utf8') : undefined
}
