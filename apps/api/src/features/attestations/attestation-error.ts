/** Why attestations are not taken: a closed set, for metrics and for programs. */
export type AttestationReason =
  | 'attestations-publisher'
  | 'attestations-too-large'
  | 'attestations-malformed'
  | 'attestations-empty'
  | 'attestations-too-many'
  | 'attestations-version'
  | 'attestations-duplicate-type'
  | 'attestations-statement'
  | 'attestations-subject-count'
  | 'attestations-subject-name'
  | 'attestations-digest'
  | 'attestations-predicate-type'
  | 'attestations-predicate'
  | 'attestations-certificate'
  | 'attestations-certificate-time'
  | 'attestations-certificate-log'
  | 'attestations-key'
  | 'attestations-log-entry'
  | 'attestations-log-promise'
  | 'attestations-log-proof'
  | 'attestations-signature'
  | 'attestations-issuer'
  | 'attestations-repository'
  | 'attestations-workflow'
  | 'attestations-email'

/** Attestations that are not taken. `message` is the end of a sentence, in words for their sender. */
export class AttestationError extends Error {
  override readonly name = 'AttestationError'
  readonly reason: AttestationReason

  constructor(reason: AttestationReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
