import { PREDICATE_TYPES } from '@wheelhouse/shared-types'
import * as z from 'zod'
import { AttestationError } from './attestation-error.ts'

/** Ten times what the largest real ones have. */
export const MOST_ATTESTATION_BYTES = 256 * 1024

/** Wraps as MIME does it are allowed; what is stored has none. */
const base64 = z
  .string()
  .transform((text) => text.replace(/[\r\n]/g, ''))
  .pipe(z.base64().min(1))
const digest = z.base64().length(44)
/** Protobuf's JSON has 64-bit numbers as text; readers take both. */
const int64 = z
  .union([z.string().regex(/^\d{1,16}$/), z.int().nonnegative()])
  .transform((value) => String(value))
/** Seconds since the epoch, as far as dates go in practice. */
const seconds = int64.pipe(z.string().max(11))

const TransparencyEntry = z.object({
  logIndex: int64,
  logId: z.object({ keyId: digest }),
  kindVersion: z.object({ kind: z.string(), version: z.string() }),
  integratedTime: seconds,
  inclusionPromise: z.object({ signedEntryTimestamp: base64 }),
  inclusionProof: z.object({
    logIndex: int64,
    rootHash: digest,
    treeSize: int64,
    hashes: z.array(digest).max(64),
    checkpoint: z.object({ envelope: z.string() }),
  }),
  canonicalizedBody: base64,
})

/**
 * An attestation object (PEP 740, "Attestation objects"). What it may have beyond this is dropped:
 * what is served is what was verified. One entry of a log is what every client sends.
 */
const Attestation = z.object({
  version: z.literal(1),
  verification_material: z.object({
    certificate: base64,
    transparency_entries: z
      .array(
        z
          .unknown()
          .transform((entry) => camelCase(entry))
          .pipe(TransparencyEntry),
      )
      .length(1),
  }),
  envelope: z.object({ statement: base64, signature: base64 }),
})
export type Attestation = z.output<typeof Attestation>

/** A provenance object (PEP 740, "Provenance objects"), as it is made here: of one publisher. */
export const Provenance = z.object({
  version: z.literal(1),
  attestation_bundles: z
    .array(
      z.object({
        publisher: z.record(z.string(), z.nullable(z.string())),
        attestations: z.array(Attestation).min(1),
      }),
    )
    .length(1),
})
export type Provenance = z.output<typeof Provenance>

/**
 * Reads the field `attestations` of an upload: a JSON array of attestation objects.
 * @throws AttestationError
 */
export function parseAttestations(text: string): Attestation[] {
  if (Buffer.byteLength(text) > MOST_ATTESTATION_BYTES) {
    throw new AttestationError(
      'attestations-too-large',
      `they have more than ${MOST_ATTESTATION_BYTES / 1024} KiB`,
    )
  }
  const list = parseArray(text)
  if (list.length === 0) {
    throw new AttestationError('attestations-empty', 'the list is empty; leave the field out')
  }
  if (list.length > PREDICATE_TYPES.length) {
    throw new AttestationError(
      'attestations-too-many',
      `there are ${list.length}, and at most ${PREDICATE_TYPES.length} are taken, one of each type`,
    )
  }
  return list.map((item, index) => parseAttestation(item, `attestation ${index + 1}`))
}

function parseArray(text: string): unknown[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new AttestationError('attestations-malformed', 'the field is not JSON')
  }
  if (Array.isArray(parsed)) return parsed
  throw new AttestationError('attestations-malformed', 'the field must be a JSON array')
}

function parseAttestation(item: unknown, which: string): Attestation {
  const version = z.looseObject({ version: z.unknown() }).safeParse(item).data?.version
  if (version !== undefined && version !== 1) {
    throw new AttestationError(
      'attestations-version',
      `${which} has a version that is unknown here; this index knows version 1`,
    )
  }
  const parsed = Attestation.safeParse(item)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue!.path.join('.') || 'the whole'
  throw new AttestationError('attestations-malformed', `${which}: ${path}: ${issue!.message}`)
}

/** Deeper than any part of an entry of a log. */
const MOST_DEPTH = 5

/** Log entries as the appendix of PEP 740 spells them (`log_index`), in the spelling of everybody else. */
function camelCase(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || depth === MOST_DEPTH) return value
  if (Array.isArray(value)) return value.map((item) => camelCase(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      camelCase(inner, depth + 1),
    ]),
  )
}
