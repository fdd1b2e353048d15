import { describe, expect, test } from '@jest/globals'
import { FIELD_ERROR_CODES, PROBLEM_CODES } from '@wheelhouse/shared-types'
import { createTranslator } from 'use-intl/core'
import { english } from '../../test/english.ts'
import { applyLocale, pickLocale } from './locale.ts'
import { pseudoMessage, type Catalogue } from './pseudo.ts'
import { startWords, words } from './words.ts'

const leaves = (catalogue: Catalogue, prefix = ''): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  )

/** Formats a message with a value for every argument; throws where it is not ICU. */
function format(message: string): string {
  const names = [...message.matchAll(/\{([a-z]+)[,}]/g)].map(([, name]) => [name, 2])
  const tags = [...message.matchAll(/<([a-z]+)>/g)].map(([, name]) => [
    name,
    (words: string) => words,
  ])
  const t = createTranslator({
    locale: 'en',
    messages: { message } as never,
    onError: (error) => {
      throw error
    },
  }) as unknown as { markup: (key: string, values: object) => string }
  return t.markup('message', Object.fromEntries([...names, ...tags]))
}

describe('the English catalogue', () => {
  test('has words for every refusal of the contract, and for nothing else', () => {
    expect(Object.keys(english.fields).toSorted()).toEqual([...FIELD_ERROR_CODES].toSorted())
    expect(Object.keys(english.problems).toSorted()).toEqual(
      [...PROBLEM_CODES, 'network', 'unexpected'].toSorted(),
    )
  })

  test.each(leaves(english))('%s can be formatted, also in pseudo-language', (_key, message) => {
    expect(format(message)).not.toBe('')
    expect(format(pseudoMessage(message))).toMatch(/^\[.*~\]$/s)
  })
})

describe('the pseudo-languages', () => {
  test('change the words and leave syntax and tags alone', () => {
    expect(pseudoMessage('{n, plural, one {# file} other {# <b>files</b>}} gone')).toMatch(
      /^\[\{n, plural, one \{# fîlé\} other \{# <b>fîlés<\/b>\}\} gôñé~+\]$/,
    )
  })

  test('are picked by the address and kept', () => {
    const kept = new Map<string, string>()
    const storage = () => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    })
    expect(pickLocale('', storage)).toBe('en')
    expect(pickLocale('?locale=ar-XB', storage)).toBe('ar-XB')
    expect(pickLocale('', storage)).toBe('ar-XB')
    expect(pickLocale('?locale=xx', storage)).toBe('ar-XB')
    expect(pickLocale('?locale=en', storage)).toBe('en')
    const refused = () => {
      throw new DOMException('no storage', 'SecurityError')
    }
    expect(pickLocale('?locale=en-XA', refused)).toBe('en-XA')
    expect(pickLocale('', refused)).toBe('en')
  })

  test('set the direction of the document, and have words of their own', async () => {
    const root = document.createElement('html')
    applyLocale('ar-XB', root)
    expect([root.lang, root.dir]).toEqual(['ar-XB', 'rtl'])
    applyLocale('en', root)
    expect([root.lang, root.dir]).toEqual(['en', 'ltr'])
    await startWords('en-XA')
    expect(Object.keys(words.get()).toSorted()).toEqual(Object.keys(english).toSorted())
    expect(words.get().home?.title).not.toBe(english.home.title)
  })
})
