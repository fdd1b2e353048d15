import { describe, expect, test } from '@jest/globals'
import { parseReadmeType } from './parse-readme-type.ts'

describe('parseReadmeType', () => {
  test.each([
    [null, { kind: 'absent' }],
    ['', { kind: 'absent' }],
    ['text/plain', { kind: 'plain' }],
    ['text/plain; charset=UTF-8', { kind: 'plain' }],
    ['Text/X-RST;charset="utf-8"', { kind: 'rst' }],
    ['text/markdown', { kind: 'markdown', variant: 'GFM' }],
    ['text/markdown; charset=UTF-8; variant=GFM', { kind: 'markdown', variant: 'GFM' }],
    ['text/markdown;variant=CommonMark', { kind: 'markdown', variant: 'CommonMark' }],
    ['text/markdown; flavour=x; y', { kind: 'markdown', variant: 'GFM' }],
  ])('%j', (contentType, expected) => {
    expect(parseReadmeType(contentType)).toEqual(expected)
  })

  test.each([
    'text/html',
    'markdown',
    'text/markdown; variant=Kramdown',
    'text/x-rst; charset=latin-1',
    ';',
  ])('refuses %j', (contentType) => {
    expect(parseReadmeType(contentType)).toEqual({
      kind: 'unsupported',
      reason: expect.stringMatching(/^\S.*\.$/),
    })
  })
})
