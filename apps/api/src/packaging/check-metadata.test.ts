import { describe, expect, test } from '@jest/globals'
import { CLASSIFIERS_VERSION, listClassifiers } from './classifiers.ts'
import { checkMetadata } from './check-metadata.ts'
import { parseCoreMetadata, type CoreMetadata } from './core-metadata.ts'
import { PackagingError } from './packaging-error.ts'
import { DEFAULT_POLICY, type InspectionPolicy } from './policy.ts'

function check(headers: string, policy: Partial<InspectionPolicy> = {}): CoreMetadata {
  return checkMetadata(parseCoreMetadata(Buffer.from(headers)), { ...DEFAULT_POLICY, ...policy })
}

function judge(headers: string, policy: Partial<InspectionPolicy> = {}): string {
  try {
    check(headers, policy)
    return 'accepted'
  } catch (error) {
    if (!(error instanceof PackagingError)) throw error
    if (!/^[\x20-\x7e]+$/.test(error.message))
      throw new Error(`message is not one plain line: ${error.message}`)
    return error.reason
  }
}

const good = (extra: string, version = '2.5'): string =>
  `Metadata-Version: ${version}\nName: demo\nVersion: 1.0\n${extra}\n`

describe('name and versions', () => {
  test.each<readonly [string, string]>([
    ['metadata-version', 'Name: demo\nVersion: 1.0\n'],
    ['metadata-version', 'Metadata-Version: 99\nName: -demo\nVersion: dog\n'],
    ['metadata-version', 'Metadata-Version: 2.0\nName: demo\nVersion: 1.0\n'],
    ['metadata-version', 'Metadata-Version: 2.6\nName: demo\nVersion: 1.0\n'],
    ['metadata-name', 'Metadata-Version: 2.1\nVersion: 1.0\n'],
    ['metadata-name', 'Metadata-Version: 2.1\nName: -foo\nVersion: dog\n'],
    ['metadata-name', 'Metadata-Version: 2.1\nName: föö\nVersion: 1.0\n'],
    ['metadata-project-version', 'Metadata-Version: 2.1\nName: demo\n'],
    ['metadata-project-version', 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0.dev.a1\n'],
    ['metadata-local-version', 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0+local\n'],
    ...['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'].map(
      (version) => ['accepted', good('', version)] as const,
    ),
  ])('%s: %j', (reason, headers) => {
    expect(judge(headers)).toBe(reason)
  })

  test('follow the policy', () => {
    expect(judge(good('').replace('1.0', '1.0+x'), { allowLocalVersions: true })).toBe('accepted')
    expect(judge(good('', '2.6'), { metadataVersions: ['2.6'] })).toBe('accepted')
  })
})

describe('fields', () => {
  test.each<readonly [string, string]>([
    ['metadata-summary', `Summary: ${'x'.repeat(513)}`],
    ['accepted', `Summary: ${'\u{1f40d}'.repeat(512)}`],
    ['metadata-summary', 'Summary: a\n  b'],
    ['metadata-summary', 'Summary: a\u2028b'],
    ['metadata-summary', 'Summary: a\u0085b'],
    ['accepted', 'Description-Content-Type: text/markdown'],
    ['accepted', 'Description-Content-Type: text/markdown; charset=utf-8; variant="GFM"'],
    ['accepted', 'Description-Content-Type: text/x-rst'],
    ['metadata-description-content-type', 'Description-Content-Type: text/html'],
    ['metadata-description-content-type', 'Description-Content-Type: text/plain; charset=latin-1'],
    ['metadata-description-content-type', 'Description-Content-Type: text/markdown; variant=Own'],
    ['accepted', 'Requires-Python: >=3.8, <4'],
    ['metadata-requires-python', 'Requires-Python: 3.8'],
    ['accepted', 'Requires-Dist: x[y]>=1; python_version < "3"'],
    ['metadata-requires-dist', 'Requires-Dist: x @ https://example.org/x.whl'],
    ['metadata-requires-dist', 'Requires-Dist: x >='],
    ['metadata-requires-dist', 'Provides-Dist: x @ https://example.org/x.whl'],
    ['metadata-requires-dist', 'Obsoletes-Dist: -x'],
    ['accepted', 'Provides-Extra: A_b'],
    ['metadata-provides-extra', 'Provides-Extra: a b'],
    ['metadata-license-expression', 'License-Expression: MIT\nLicense: MIT'],
    ['metadata-license-expression', 'License-Expression: Own-1.0'],
    ['metadata-license-file', 'License-File: /etc/passwd'],
    ['metadata-license-file', 'License-File: a/../b'],
    ['metadata-license-file', 'License-File: LICEN*'],
    ['metadata-license-file', 'License-File: a\\b'],
    ['metadata-license-file', 'License-File: C:/x'],
    ['accepted', 'License-File: a/LICENSE'],
    ['accepted', 'Classifier: Programming Language :: Python :: 3'],
    ['metadata-classifier', 'Classifier: Private :: Do Not Upload'],
    ['metadata-classifier', 'Classifier: programming language :: python'],
    ['metadata-classifier', 'Classifier: Natural Language :: Ukranian'],
    ['accepted', 'Home-page: https://example.org\nDownload-URL: http://x'],
    ['metadata-url', 'Home-page: javascript:alert(1)'],
    ['metadata-url', 'Download-URL: ftp://example.org'],
    ['metadata-url', 'Home-page: https://example.org/a b'],
    ['accepted', `Project-URL: ${'x'.repeat(32)}, https://example.org/a,b`],
    ['metadata-url', `Project-URL: ${'x'.repeat(33)}, https://example.org`],
    ['metadata-url', 'Project-URL: ,'],
    ['metadata-url', 'Project-URL: IRC,'],
    ['metadata-url', 'Project-URL: https://example.org'],
    ['metadata-url', 'Project-URL: IRC, irc://example.org'],
    ['metadata-url', 'Project-URL: A, https://x\nProject-URL: A, https://y'],
    ['accepted', 'Author-email: "A, B" <a@example.org>, second'],
    ['accepted', 'Author-email: Name <>'],
    ['metadata-email', 'Author-email: Name'],
    ['metadata-email', 'Maintainer-email: a@b@example.org'],
    ['metadata-email', 'Maintainer-email: Name <a@localhost>'],
    ['accepted', 'Dynamic: Version-x'.replace('Version-x', 'requires-dist')],
    ['metadata-dynamic', 'Dynamic: Version'],
    ['metadata-dynamic', 'Dynamic: Unknown'],
    ['metadata-dynamic', 'Dynamic: Metadata-Version'],
    ['accepted', 'Import-Name: a.b ; private\nImport-Namespace: a'],
    ['accepted', 'Import-Name:'],
    ['accepted', 'Import-Name: été'],
    ['metadata-import-name', 'Import-Name: a-b'],
    ['metadata-import-name', 'Import-Name: a.class'],
    ['metadata-import-name', 'Import-Name: a; public'],
    ['metadata-import-name', 'Import-Name: a\nImport-Namespace: a'],
    ['accepted', 'X-Unknown: x'],
  ])('%s: %j', (reason, headers) => {
    expect(judge(good(headers))).toBe(reason)
  })

  test('may not be newer than the metadata version', () => {
    expect(judge(good('License-Expression: MIT', '2.1'))).toBe('metadata-newer-field')
    expect(judge(good('Import-Name: a', '2.4'))).toBe('metadata-newer-field')
    expect(judge(good('Requires-Dist: a', '1.1'))).toBe('metadata-newer-field')
    expect(() => check(good('Dynamic: License', '2.1'))).toThrow(
      'Dynamic was introduced in metadata version 2.2, not 2.1.',
    )
  })

  test('License-File before version 2.4 is dropped, as clients do', () => {
    expect(check(good('License-File: LICENSE', '2.1')).licenseFiles).toEqual([])
    expect(check(good('License-File: LICENSE', '2.4')).licenseFiles).toEqual(['LICENSE'])
  })

  test('the licence expression comes back in canonical spelling', () => {
    expect(check(good('License-Expression: mit or apache-2.0')).licenseExpression).toBe(
      'MIT OR Apache-2.0',
    )
  })
})

test('the classifier list is whole', () => {
  expect(CLASSIFIERS_VERSION).toMatch(/^20[0-9]{2}\.[0-9.]+$/)
  expect(listClassifiers().length).toBeGreaterThan(800)
  for (const classifier of listClassifiers())
    expect(judge(good(`Classifier: ${classifier}`))).toBe('accepted')
})

test('a deprecated classifier is refused with what to use instead', () => {
  expect(() => check(good('Classifier: Framework :: Django CMS :: 4.2'))).toThrow(
    "use 'Framework :: Django CMS :: 5.0' instead",
  )
})
