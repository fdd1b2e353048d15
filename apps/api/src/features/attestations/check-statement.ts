import { PREDICATE_TYPES, type PredicateType } from '@wheelhouse/shared-types'
import {
  canonicalVersion,
  parseSdistFilename,
  parseWheelFilename,
} from '@wheelhouse/shared-types/python'
import * as z from 'zod'
import { AttestationError } from './attestation-error.ts'

/** The file that is attested for. */
export type AttestedFile = { readonly filename: string; readonly sha256: string }

const Statement = z.object({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(z.object({ name: z.string(), digest: z.record(z.string(), z.string()) })),
  predicateType: z.string(),
  predicate: z.unknown(),
})

/**
 * What an attestation says (an in-toto statement, version 1) must be of this file and nothing else,
 * and of a kind that PEP 740's indexes take.
 * @returns its predicate type.
 * @throws AttestationError
 */
export function checkStatement(statement: Uint8Array, file: AttestedFile): PredicateType {
  const { subject, predicateType, predicate } = parseStatement(statement)
  const [only, ...others] = subject
  if (only === undefined || others.length > 0) {
    throw new AttestationError(
      'attestations-subject-count',
      `a statement has ${subject.length} subjects and must have exactly one`,
    )
  }
  if (!isSameDistribution(only.name, file.filename)) {
    throw new AttestationError(
      'attestations-subject-name',
      `a statement is about '${only.name.slice(0, 200)}', not about '${file.filename}'`,
    )
  }
  if (only.digest['sha256'] !== file.sha256) {
    throw new AttestationError(
      'attestations-digest',
      `a statement is about another content: its SHA-256 is not that of the file (${file.sha256})`,
    )
  }
  const known = PREDICATE_TYPES.find((type) => type === predicateType)
  if (known === undefined) {
    throw new AttestationError(
      'attestations-predicate-type',
      `the predicate type '${predicateType.slice(0, 200)}' is not taken; known are ${PREDICATE_TYPES.join(' and ')}`,
    )
  }
  if (known === PREDICATE_TYPES[0] && !isEmpty(predicate)) {
    throw new AttestationError(
      'attestations-predicate',
      'the predicate of a publish attestation must be empty',
    )
  }
  return known
}

function parseStatement(statement: Uint8Array): z.output<typeof Statement> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(statement))
  } catch {
    throw new AttestationError('attestations-statement', 'a statement is not JSON')
  }
  const parsed = Statement.safeParse(json)
  if (parsed.success) return parsed.data
  throw new AttestationError(
    'attestations-statement',
    'a statement is no in-toto statement of version 1',
  )
}

const isEmpty = (predicate: unknown) =>
  predicate == null ||
  (typeof predicate === 'object' &&
    !Array.isArray(predicate) &&
    Object.keys(predicate).length === 0)

/** Whether two file names mean one distribution, however name, version and tags are spelled. */
function isSameDistribution(left: string, right: string): boolean {
  const identity = identify(left)
  return identity !== undefined && identity === identify(right)
}

function identify(filename: string): string | undefined {
  const parsed = parseWheelFilename(filename)
  if (parsed.ok) {
    const { normalizedName, version, build, python, abi, platform } = parsed.wheel
    const buildTag = build === undefined ? null : [build[0].replace(/^0+(?=.)/, ''), build[1]]
    // The combinations of the sets are the same where the sets are.
    const tags = [python, abi, platform].map((set) =>
      [...new Set(set.map((tag) => tag.toLowerCase()))].toSorted(),
    )
    return JSON.stringify([normalizedName, canonicalVersion(version), buildTag, tags])
  }
  const sdist = parseSdistFilename(filename)
  if (sdist === undefined) return undefined
  return JSON.stringify([sdist.normalizedName, canonicalVersion(sdist.version)])
}
