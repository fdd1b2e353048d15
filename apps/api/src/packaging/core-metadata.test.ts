import { describe, expect, test } from '@jest/globals'
import { parseCoreMetadata, splitProjectUrl, type CoreMetadata } from './core-metadata.ts'
import { PackagingError } from './packaging-error.ts'

const read = (text: string): CoreMetadata => parseCoreMetadata(Buffer.from(text))

function refusal(content: string | Uint8Array): string {
  try {
    parseCoreMetadata(Buffer.from(content as string))
    return 'accepted'
  } catch (error) {
    if (!(error instanceof PackagingError)) throw error
    return error.reason
  }
}

describe('parseCoreMetadata', () => {
  test('reads every kind of field', () => {
    const metadata = read(
      [
        'Metadata-Version: 2.4',
        'NAME: Demo',
        'version:1.0 ',
        'Classifier: A',
        'classifier: B',
        'Requires-Dist: x>=1',
        'Author: Zoë',
        'Keywords: a, b',
        'Home-page: UNKNOWN',
        'License: ',
        'Platform: UNKNOWN',
        'X-Own: yes',
        '',
        'First line',
        '',
        '  kept: as it is',
        '',
      ].join('\n'),
    )
    expect(metadata).toMatchObject({
      metadataVersion: '2.4',
      name: 'Demo',
      version: '1.0',
      classifiers: ['A', 'B'],
      requiresDist: ['x>=1'],
      author: 'Zoë',
      keywords: 'a, b',
      homePage: undefined,
      license: undefined,
      platforms: [],
      importNames: [],
      description: 'First line\n\n  kept: as it is\n',
    })
    expect(metadata.raw).toHaveLength(12)
    expect(metadata.raw.at(-1)).toEqual({ name: 'X-Own', value: 'yes' })
  })

  test('joins continuation lines and reads any line end', () => {
    expect(read('Name: a\r\nLicense: one\r\n  two\r\n\tthree\r\n\r\nBody\r\n')).toMatchObject({
      name: 'a',
      license: 'one\n  two\n\tthree',
      description: 'Body\r\n',
    })
    expect(read('Name: a\rVersion: 1\r\rBody')).toMatchObject({
      name: 'a',
      version: '1',
      description: 'Body',
    })
  })

  test('takes the indentation out of a description header', () => {
    expect(
      read('Name: a\nDescription: First\n       |Second\n       |  third\n       |\n').description,
    ).toBe('First\nSecond\n  third\n')
    expect(read('Name: a\nDescription: First\n        Second\n          third\n').description).toBe(
      'First\nSecond\n  third',
    )
  })

  test('keeps a lone empty Import-Name, which says something', () => {
    expect(read('Name: a\nImport-Name:\n').importNames).toEqual([''])
    expect(read('Name: a\nClassifier:\n').classifiers).toEqual([])
  })

  test.each<readonly [string, string | Uint8Array]>([
    ['metadata-encoding', Uint8Array.from([0x4e, 0x3a, 0xff])],
    ['metadata-malformed', 'Name: a\0b\n'],
    ['metadata-malformed', '  Name: a\n'],
    ['metadata-malformed', 'Name: a\nno header\n'],
    ['metadata-malformed', ': a\n'],
    ['metadata-malformed', 'Näme: a\n'],
    ['metadata-malformed', '\ufeffName: a\n'],
    ['metadata-malformed', 'Name: a\nContent-Transfer-Encoding: base64\n\nAAAA'],
    ['metadata-malformed', 'Name: a\nContent-Type: multipart/mixed; boundary=x\n\n--x'],
    ['metadata-malformed', 'A:\n'.repeat(50_001)],
    ['metadata-duplicate-field', 'Name: a\nname: b\n'],
    ['metadata-duplicate-field', 'Name: a\nSummary: UNKNOWN\nSummary: b\n'],
    ['metadata-duplicate-field', 'Name: a\nDescription: x\n\nbody\n'],
    ['accepted', 'Name: a\nContent-Transfer-Encoding: 8bit\nContent-Type: text/plain\n\nx'],
    ['accepted', 'Name: a\nDescription: x\n\n\n'],
    ['accepted', ''],
  ])('%s: %j', (reason, content) => {
    expect(refusal(content)).toBe(reason)
  })

  test('is quick on hostile input', () => {
    const started = performance.now()
    read(`Name: a\nLicense: x\n${' y\n'.repeat(300_000)}`)
    read(`Name: a\nDescription: x\n${'       |y\n'.repeat(100_000)}`)
    expect(refusal(`Name${'x'.repeat(1_000_000)}`)).toBe('metadata-malformed')
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

test('splitProjectUrl splits at the first comma', () => {
  expect(splitProjectUrl('Docs , https://x/a,b')).toEqual({ label: 'Docs', url: 'https://x/a,b' })
  expect(splitProjectUrl('https://x')).toBeUndefined()
})
