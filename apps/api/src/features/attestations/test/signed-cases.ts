import type { AttestedFile } from '../check-statement.ts'
import { GITHUB_CLAIMS, publishStatement, type Made } from './local-sigstore.ts'

/** What the local Sigstore's run signs, unless a case says otherwise. */
export const FILE = { filename: 'sample-1.0-py3-none-any.whl', sha256: 'ab'.repeat(32) }
export const OCTO = { kind: 'github', repository: 'octo/sample', workflow: 'release.yml' } as const

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
export const SIGNED: readonly [
  reason: string,
  what: string,
  made: Made,
  file?: Partial<AttestedFile>,
][] = [
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
  ['subject-name', 'another platform', { statement: withSubject('sample-1.0-py3-none-win32.whl') }],
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
