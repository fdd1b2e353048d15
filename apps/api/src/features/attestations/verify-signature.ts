import { X509Certificate, type KeyObject } from 'node:crypto'
import { bundleFromJSON, ValidationError } from '@sigstore/bundle'
import { toSignedEntity, VerificationError, Verifier, type Signer } from '@sigstore/verify'
import * as z from 'zod'
import type { Attestation } from './attestation.ts'
import { AttestationError, type AttestationReason } from './attestation-error.ts'
import { readClaims, type CertificateClaims } from './certificate-claims.ts'
import type { TrustRoot } from './trust-root.ts'

export type VerifiedSignature = {
  readonly claims: CertificateClaims
  /** Address of the log that took the entry. */
  readonly log: string
  readonly logIndex: string
  readonly integratedTime: Date
}

/** The type that DSSE signs with the statement. */
const PAYLOAD_TYPE = 'application/vnd.in-toto+json'
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3'

/**
 * Everything about an attestation but what it says: a certificate for signing code that chains to the
 * trust root and was valid when the log took the entry, with the receipt of a certificate log; the log's
 * own promise and proof; that the entry is of this certificate and signature; and the signature.
 * @throws AttestationError with what does not hold.
 */
export function verifySignature(attestation: Attestation, root: TrustRoot): VerifiedSignature {
  const { certificate, transparency_entries: entries } = attestation.verification_material
  const [entry] = entries
  const integratedTime = new Date(Number(entry!.integratedTime) * 1000)
  checkCertificate(certificate, integratedTime)
  checkEntry(entry!, certificate)
  const signer = verifyBundle(attestation, root)
  return {
    claims: readClaims(signer.identity ?? {}),
    log: root.logs.get(entry!.logId.keyId) ?? '',
    logIndex: entry!.logIndex,
    integratedTime,
  }
}

/** What the library leaves to its caller: kind of key, purpose; and the time, for a reason of its own. */
function checkCertificate(base64: string, at: Date): void {
  const { certificate, key } = parseCertificate(base64)
  const { asymmetricKeyDetails, asymmetricKeyType } = key
  if (asymmetricKeyType !== 'ec' || asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new AttestationError('attestations-key', 'the key of a certificate is not of ECDSA P-256')
  }
  if (certificate.ca || !(certificate.keyUsage as string[] | undefined)?.includes(CODE_SIGNING)) {
    throw new AttestationError(
      'attestations-certificate',
      'a certificate is not one for signing code',
    )
  }
  const [from, to] = [certificate.validFromDate, certificate.validToDate]
  if (at >= from && at <= to) return
  throw new AttestationError(
    'attestations-certificate-time',
    `a certificate was not valid when the log took the entry (${at.toISOString()}): it is from ${from.toISOString()} to ${to.toISOString()}`,
  )
}

function parseCertificate(base64: string): { certificate: X509Certificate; key: KeyObject } {
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
    return { certificate, key: certificate.publicKey }
  } catch {
    throw new AttestationError('attestations-certificate', 'a certificate cannot be read')
  }
}

type Entry = Attestation['verification_material']['transparency_entries'][number]

/** What Rekor keeps of a DSSE envelope, as far as it is looked at here. */
const EntryBody = z.object({
  kind: z.literal('dsse'),
  apiVersion: z.literal('0.0.1'),
  spec: z.object({ signatures: z.array(z.object({ verifier: z.base64() })).length(1) }),
})

/** The library compares signature and content; that the certificate is the same one is for us. */
function checkEntry({ canonicalizedBody }: Entry, certificate: string): void {
  const body = EntryBody.safeParse(parseJson(Buffer.from(canonicalizedBody, 'base64').toString()))
  if (!body.success) {
    throw new AttestationError(
      'attestations-log-entry',
      'an entry of the log is not one for a DSSE envelope (dsse 0.0.1)',
    )
  }
  const pem = Buffer.from(body.data.spec.signatures[0]!.verifier, 'base64').toString()
  const logged = Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64')
  if (logged.equals(Buffer.from(certificate, 'base64'))) return
  throw new AttestationError(
    'attestations-log-entry',
    'an entry of the log is of another certificate',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function verifyBundle(
  { verification_material: material, envelope }: Attestation,
  root: TrustRoot,
): Signer {
  try {
    const bundle = bundleFromJSON({
      mediaType: BUNDLE_TYPE,
      verificationMaterial: {
        certificate: { rawBytes: material.certificate },
        tlogEntries: material.transparency_entries,
      },
      dsseEnvelope: {
        payload: envelope.statement,
        payloadType: PAYLOAD_TYPE,
        signatures: [{ sig: envelope.signature, keyid: '' }],
      },
    })
    return new Verifier(root.material).verify(toSignedEntity(bundle))
  } catch (error) {
    throw toAttestationError(error)
  }
}

const REASONS: Readonly<Record<string, readonly [AttestationReason, string]>> = {
  TLOG_INCLUSION_PROMISE_ERROR: [
    'attestations-log-promise',
    'the promise of a log cannot be verified',
  ],
  TLOG_INCLUSION_PROOF_ERROR: [
    'attestations-log-proof',
    'the proof that an entry is in the log cannot be verified',
  ],
  TLOG_BODY_ERROR: [
    'attestations-log-entry',
    'an entry of the log is of another statement or signature',
  ],
  CERTIFICATE_ERROR: [
    'attestations-certificate',
    'a certificate is not from an authority that this index trusts',
  ],
  SIGNATURE_ERROR: ['attestations-signature', 'a signature is wrong'],
}
const CERTIFICATE_LOG = [
  'attestations-certificate-log',
  'a certificate has no receipt of a certificate log that this index trusts',
] as const

/** A library that trips over what strangers sent has refused it. */
function toAttestationError(error: unknown): AttestationError {
  const options = { cause: error }
  if (error instanceof VerificationError) {
    const isReceipt = error.code === 'CERTIFICATE_ERROR' && /\bSCTs?\b/.test(error.message)
    const found = isReceipt ? CERTIFICATE_LOG : REASONS[error.code]
    if (found !== undefined) return new AttestationError(found[0], found[1], options)
  }
  const what = error instanceof ValidationError ? 'is not whole' : 'cannot be verified'
  return new AttestationError('attestations-malformed', `an attestation ${what}`, options)
}
