import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Attestation } from './attestation.ts'
import { AttestationError } from './attestation-error.ts'
import { BUNDLED_TRUST_ROOT } from './attestation-verifier.ts'
import type { AttestingPublisher } from './attesting-publisher.ts'
import type { AttestedFile } from './check-statement.ts'
import {
  CIRCLECI,
  GITHUB,
  GITLAB,
  GOOGLE,
  readBundle,
  STAGING,
  type RealCase,
} from './test/bundles.ts'
import {
  createLocalSigstore,
  GITHUB_CLAIMS,
  publishStatement,
  type Made,
} from './test/local-sigstore.ts'
import { parseTrustRoot, readTrustRoot, type TrustRoot } from './trust-root.ts'
import { verifyAttestations } from './verify-attestations.ts'

const local = createLocalSigstore()
const localRoot = parseTrustRoot(local.trustRoot)
let publicRoot: TrustRoot
beforeAll(async () => {
  publicRoot = await readTrustRoot(BUNDLED_TRUST_ROOT)
})

const FILE = { filename: 'sample-1.0-py3-none-any.whl', sha256: 'ab'.repeat(32) }
const OCTO = { kind: 'github', repository: 'octo/sample', workflow: 'release.yml' } as const
const PUBLISH = 'https://docs.pypi.org/attestations/publish/v1'
const SLSA = 'https://slsa.dev/provenance/v1'

/** The reason of a refusal; `ok` where there is none. */
function judge(
  sent: unknown,
  publisher: AttestingPublisher,
  file: AttestedFile,
  root: TrustRoot,
): string {
  const text = typeof sent === 'string' ? sent : JSON.stringify(sent)
  try {
    verifyAttestations(text, publisher, file, root)
    return 'ok'
  } catch (error) {
    if (!(error instanceof AttestationError)) throw error
    expect(error.message).toMatch(/^[ -~]+$/)
    return error.reason.replace('attestations-', '')
  }
}

describe('real attestations', () => {
  test.each<[string, RealCase]>([
    ['GitHub', GITHUB],
    ['GitLab', GITLAB],
    ['Google Cloud', GOOGLE],
  ])('of %s are verified, and their provenance is what PyPI serves', (name, real) => {
    const sent = real.bundles.map(readBundle)
    const { body, summary } = verifyAttestations(
      JSON.stringify(sent),
      real.publisher,
      real.file,
      publicRoot,
    )
    expect(body.version).toBe(1)
    const [bundle, ...more] = body.attestation_bundles
    expect(more).toEqual([])
    expect(bundle!.attestations).toEqual(sent)
    expect(bundle!.publisher['kind']).toBe(name.split(' ')[0])
    expect(summary.publisher).toMatchObject(real.publisher)
  })

  test('tell of commit, run and log', () => {
    const { body, summary } = verifyAttestations(
      JSON.stringify(GITHUB.bundles.map(readBundle)),
      GITHUB.publisher,
      GITHUB.file,
      publicRoot,
    )
    expect(body.attestation_bundles[0]!.publisher).toEqual({
      kind: 'GitHub',
      repository: 'trailofbits/pypi-attestations',
      workflow: 'release.yml',
      environment: 'release',
    })
    const both = {
      log: 'https://rekor.sigstore.dev',
      sourceRepositoryUrl: 'https://github.com/trailofbits/pypi-attestations',
      sourceCommit: '08802efe1f8e5fec4ad842d6b8ce97656092ee72',
      sourceRef: 'refs/tags/v0.0.19',
      runUrl:
        'https://github.com/trailofbits/pypi-attestations/actions/runs/12169989787/attempts/1',
    }
    expect(summary.attestations).toEqual([
      {
        ...both,
        predicateType: PUBLISH,
        logIndex: '153454663',
        integratedTime: '2024-12-04T23:14:01.000Z',
      },
      {
        ...both,
        predicateType: SLSA,
        logIndex: '153454647',
        integratedTime: '2024-12-04T23:13:46.000Z',
      },
    ])
  })

  test.each<[string, string, AttestingPublisher, AttestedFile]>([
    ['certificate', STAGING.bundle, OCTO, STAGING.file],
    ['issuer', CIRCLECI.bundle, OCTO, CIRCLECI.file],
    ['issuer', GITLAB.bundles[0], OCTO, GITLAB.file],
    ['repository', 'pypi_attestation_models-0.0.4a2.tar.gz.publish', GITHUB.publisher, GITHUB.file],
    ['email', GOOGLE.bundles[0], { kind: 'google', email: 'other@example.org' }, GOOGLE.file],
    [
      'workflow',
      GITLAB.bundles[0],
      { ...GITLAB.publisher, workflowFilepath: 'ci.yml' },
      GITLAB.file,
    ],
    [
      'issuer',
      GITLAB.bundles[0],
      { ...GITLAB.publisher, issuer: 'https://git.example.org' },
      GITLAB.file,
    ],
    ['workflow', GITHUB.bundles[0], { ...GITHUB.publisher, workflow: 'test.yml' }, GITHUB.file],
    [
      'ok',
      GITHUB.bundles[1],
      { ...GITHUB.publisher, repository: 'TrailOfBits/PyPI-Attestations' },
      GITHUB.file,
    ],
  ])('%s: %s', (reason, bundle, publisher, file) => {
    expect(judge([readBundle(bundle)], publisher, file, publicRoot)).toBe(reason)
  })
})

type Parts = {
  readonly bundle: Attestation
  readonly material: Attestation['verification_material']
  readonly entry: Attestation['verification_material']['transparency_entries'][number]
  readonly other: Attestation
}

/** Changes of a real attestation; each leaves the rest as it was. */
const CHANGES: readonly [reason: string, what: string, change: (parts: Parts) => unknown][] = [
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
  ['malformed', 'no promise', ({ entry }) => Object.assign(entry, { inclusionPromise: undefined })],
  ['malformed', 'no proof', ({ entry }) => Object.assign(entry, { inclusionProof: undefined })],
  ['malformed', 'a time beyond all dates', ({ entry }) => (entry.integratedTime = '9'.repeat(16))],
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

test.each(CHANGES)('a changed attestation: %s, %s', (reason, _what, change) => {
  const [bundle, other] = GITHUB.bundles.map(readBundle)
  const material = bundle!.verification_material
  change({ bundle: bundle!, material, entry: material.transparency_entries[0]!, other: other! })
  expect(judge([bundle], GITHUB.publisher, GITHUB.file, publicRoot)).toBe(reason)
})

const withSubject = (name: string, sha256 = FILE.sha256) => ({
  ...publishStatement(FILE),
  subject: [{ name, digest: { sha256 } }],
})
const withClaims = (claims: Record<number, string>): Made => ({
  claims: { ...GITHUB_CLAIMS, ...claims },
})
const without = (number: number): Made => ({
  claims: Object.fromEntries(
    Object.entries(GITHUB_CLAIMS).filter(([key]) => Number(key) !== number),
  ),
})

/** Signed by the local Sigstore, so that what is wrong is the only thing that is. */
const SIGNED: readonly [reason: string, what: string, made: Made, file?: Partial<AttestedFile>][] =
  [
    ['ok', 'all as it should be', {}],
    ['ok', 'a predicate that is {}', { statement: { ...publishStatement(FILE), predicate: {} } }],
    [
      'ok',
      'another spelling of the name',
      { statement: withSubject('Sample-1.0.0-py3-none-any.whl') },
    ],
    [
      'ok',
      'tags in another order',
      { statement: withSubject('sample-1.0-py2.py3-none-any.whl') },
      { filename: 'sample-1.0-py3.py2-none-any.whl' },
    ],
    [
      'ok',
      'an sdist',
      { statement: withSubject('Sample-1.0.tar.gz') },
      { filename: 'sample-1.0.tar.gz' },
    ],
    [
      'subject-name',
      "another project's name",
      { statement: withSubject('other-1.0-py3-none-any.whl') },
    ],
    ['subject-name', 'another version', { statement: withSubject('sample-1.1-py3-none-any.whl') }],
    [
      'subject-name',
      'another platform',
      { statement: withSubject('sample-1.0-py3-none-win32.whl') },
    ],
    ['subject-name', 'a build number', { statement: withSubject('sample-1.0-1-py3-none-any.whl') }],
    ['subject-name', 'an sdist of it', { statement: withSubject('sample-1.0.tar.gz') }],
    ['subject-name', 'no name of a distribution', { statement: withSubject('sample') }],
    ['digest', 'another content', { statement: withSubject(FILE.filename, 'cd'.repeat(32)) }],
    [
      'digest',
      'no SHA-256',
      {
        statement: {
          ...publishStatement(FILE),
          subject: [{ name: FILE.filename, digest: { sha512: 'ab' } }],
        },
      },
    ],
    [
      'subject-count',
      'two subjects',
      {
        statement: {
          ...publishStatement(FILE),
          subject: [...publishStatement(FILE).subject, ...publishStatement(FILE).subject],
        },
      },
    ],
    ['subject-count', 'no subject', { statement: { ...publishStatement(FILE), subject: [] } }],
    [
      'statement',
      'a statement of in-toto 0.1',
      { statement: { ...publishStatement(FILE), _type: 'https://in-toto.io/Statement/v0.1' } },
    ],
    ['statement', 'no statement', { statement: 'hello' }],
    [
      'predicate-type',
      'a type that nobody knows',
      { statement: { ...publishStatement(FILE), predicateType: 'https://example.org/v1' } },
    ],
    [
      'predicate',
      'a publication that says more',
      { statement: { ...publishStatement(FILE), predicate: { by: 'me' } } },
    ],
    ['certificate-log', 'no receipt of a certificate log', { withReceipt: false }],
    ['certificate-time', 'a certificate that had ended', { validTo: 1_789_999_999 }],
    ['certificate-time', 'a certificate that had not begun', { validFrom: 1_790_000_001 }],
    ['key', 'a key of P-384', { curve: 'P-384' }],
    ['signature', 'a signature of another key', { isForged: true }],
    ['certificate', 'a certificate for servers', { purpose: '1.3.6.1.5.5.7.3.1' }],
    ['log-entry', 'an entry for a bare signature', { entryKind: 'hashedrekord' }],
    ['issuer', 'another issuer', withClaims({ 8: 'https://token.example.org' })],
    ['issuer', 'no issuer', without(8)],
    ['repository', 'another repository', withClaims({ 12: 'https://github.com/octo/fork' })],
    ['repository', 'no repository', without(12)],
    [
      'workflow',
      'another workflow',
      withClaims({ 18: GITHUB_CLAIMS[18]!.replace('release', 'test') }),
    ],
    ['workflow', 'no workflow', without(18)],
    [
      'workflow',
      'a workflow of another repository',
      withClaims({ 18: GITHUB_CLAIMS[18]!.replace('octo', 'evil') }),
    ],
    ['workflow', 'a workflow at another ref', withClaims({ 14: 'refs/heads/main' })],
    [
      'ok',
      'a workflow at the commit',
      withClaims({ 18: GITHUB_CLAIMS[18]!.replace(/@.*/, `@${GITHUB_CLAIMS[13]}`) }),
    ],
  ]

test.each(SIGNED)('a signed attestation: %s, %s', (reason, _what, made, file = {}) => {
  const whole = { ...FILE, ...file }
  expect(judge([local.attest(whole, made)], OCTO, whole, localRoot)).toBe(reason)
})

test('the certificate or the log entry of another run that signed the same at the same time', () => {
  const [one, two, other] = [local.attest(FILE), local.attest(FILE), local.attest(FILE)]
  one.verification_material.certificate = other.verification_material.certificate
  two.verification_material.transparency_entries = other.verification_material.transparency_entries
  expect(judge([one], OCTO, FILE, localRoot)).toBe('log-entry')
  expect(judge([two], OCTO, FILE, localRoot)).toBe('log-entry')
  expect(judge([other], OCTO, FILE, publicRoot)).toBe('certificate')
})

describe('several', () => {
  test.each<[string, string, () => unknown]>([
    ['duplicate-type', 'two of one type', () => [local.attest(FILE), local.attest(FILE)]],
    ['too-many', 'three', () => [1, 2, 3].map(() => local.attest(FILE))],
    ['empty', 'none', () => []],
    ['malformed', 'no list', () => ({})],
    ['malformed', 'no JSON', () => '[{'],
    ['malformed', 'no objects', () => [null]],
    ['malformed', 'brackets without end', () => '['.repeat(100_000) + ']'.repeat(100_000)],
    ['too-large', 'more than anybody needs', () => `[${' '.repeat(256 * 1024)}]`],
    [
      'digest',
      'one good, one of another file',
      () => [local.attest(FILE), local.attest({ ...FILE, sha256: 'cd'.repeat(32) })],
    ],
  ])('%s: %s', (reason, _what, make) => {
    expect(judge(make(), OCTO, FILE, localRoot)).toBe(reason)
  })
})

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
