import { beforeAll, describe, expect, test } from '@jest/globals'
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
import { CHANGES } from './test/changes.ts'
import { createLocalSigstore } from './test/local-sigstore.ts'
import { FILE, OCTO, SIGNED } from './test/signed-cases.ts'
import { parseTrustRoot, readTrustRoot, type TrustRoot } from './trust-root.ts'
import { verifyAttestations } from './verify-attestations.ts'

const local = createLocalSigstore()
const localRoot = parseTrustRoot(local.trustRoot)
let publicRoot: TrustRoot
beforeAll(async () => {
  publicRoot = await readTrustRoot(BUNDLED_TRUST_ROOT)
})

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

test.each(CHANGES)('a changed attestation: %s, %s', (reason, _what, change) => {
  const [bundle, other] = GITHUB.bundles.map(readBundle)
  const material = bundle!.verification_material
  change({ bundle: bundle!, material, entry: material.transparency_entries[0]!, other: other! })
  expect(judge([bundle], GITHUB.publisher, GITHUB.file, publicRoot)).toBe(reason)
})

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
