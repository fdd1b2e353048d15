import type { Attestation } from '../attestation.ts'

export type Parts = {
  readonly bundle: Attestation
  readonly material: Attestation['verification_material']
  readonly entry: Attestation['verification_material']['transparency_entries'][number]
  readonly other: Attestation
}

/** Changes of a real attestation; each leaves the rest as it was. */
export const CHANGES: readonly [reason: string, what: string, change: (parts: Parts) => unknown][] =
  [
    ['ok', 'nothing', () => {}],
    ['ok', 'entries as the PEP spells them', ({ material }) => snakeCase(material)],
    [
      'ok',
      'base64 in lines',
      ({ material }) => (material.certificate = inLines(material.certificate)),
    ],
    ['ok', 'something more', ({ bundle }) => Object.assign(bundle, { extra: true })],
    ['version', 'version 2', ({ bundle }) => Object.assign(bundle, { version: 2 })],
    ['malformed', 'no version', ({ bundle }) => Object.assign(bundle, { version: undefined })],
    ['malformed', 'no envelope', ({ bundle }) => Object.assign(bundle, { envelope: undefined })],
    ['malformed', 'no entry of a log', ({ material }) => material.transparency_entries.pop()],
    [
      'malformed',
      'the entry twice',
      ({ material, entry }) => material.transparency_entries.push(entry),
    ],
    [
      'malformed',
      'no promise',
      ({ entry }) => Object.assign(entry, { inclusionPromise: undefined }),
    ],
    ['malformed', 'no proof', ({ entry }) => Object.assign(entry, { inclusionProof: undefined })],
    [
      'malformed',
      'a time beyond all dates',
      ({ entry }) => (entry.integratedTime = '9'.repeat(16)),
    ],
    ['malformed', 'no base64', ({ bundle }) => (bundle.envelope.signature = '!!!!')],
    [
      'certificate',
      'bytes that are no certificate',
      ({ material }) => (material.certificate = 'AAAA'),
    ],
    [
      'log-entry',
      "another run's certificate",
      ({ material, other }) => (material.certificate = other.verification_material.certificate),
    ],
    [
      'certificate-time',
      "the log's entry of an earlier run",
      ({ material, other }) =>
        material.transparency_entries.splice(
          0,
          1,
          ...other.verification_material.transparency_entries,
        ),
    ],
    [
      'certificate-time',
      'a later time of the log',
      ({ entry }) => (entry.integratedTime = '1733355000'),
    ],
    ['log-promise', 'a time a second later', ({ entry }) => (entry.integratedTime = '1733354042')],
    ['log-promise', 'another place in the log', ({ entry }) => (entry.logIndex = '153454664')],
    [
      'log-promise',
      "another entry's promise",
      ({ entry, other }) =>
        (entry.inclusionPromise =
          other.verification_material.transparency_entries[0]!.inclusionPromise),
    ],
    [
      'log-promise',
      'a log that nobody knows',
      ({ entry }) => (entry.logId.keyId = `${'A'.repeat(43)}=`),
    ],
    [
      'log-proof',
      'a hash of the proof',
      ({ entry }) => (entry.inclusionProof.hashes[0] = `${'A'.repeat(43)}=`),
    ],
    ['log-proof', 'one hash less', ({ entry }) => entry.inclusionProof.hashes.pop()],
    [
      'log-proof',
      'a checkpoint of another size',
      ({ entry: { inclusionProof } }) =>
        (inclusionProof.checkpoint.envelope = inclusionProof.checkpoint.envelope.replace(
          /\n\d+\n/,
          '\n7\n',
        )),
    ],
    ['log-entry', 'another kind of entry', ({ entry }) => (entry.kindVersion.kind = 'intoto')],
    [
      'log-entry',
      'a bit of the signature',
      ({ bundle }) => (bundle.envelope.signature = flip(bundle.envelope.signature)),
    ],
    [
      'log-entry',
      'a bit of the statement',
      ({ bundle }) => (bundle.envelope.statement = flip(bundle.envelope.statement)),
    ],
    [
      'log-entry',
      'a bit of the certificate',
      ({ material }) => (material.certificate = flip(material.certificate, 20)),
    ],
  ]

/** Another byte in the middle, or at `percent` of the length. */
function flip(base64: string, percent = 50): string {
  const bytes = Buffer.from(base64, 'base64')
  const at = Math.floor((bytes.length * percent) / 100)
  bytes[at]! ^= 1
  return bytes.toString('base64')
}

const inLines = (base64: string) => base64.replace(/.{76}/g, '$&\n')

function snakeCase(material: Attestation['verification_material']): void {
  const text = JSON.stringify(material.transparency_entries)
  const snake = text.replace(
    /"(\w+)":/g,
    (_match, key: string) => `"${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}":`,
  )
  Object.assign(material, { transparency_entries: JSON.parse(snake) })
}
