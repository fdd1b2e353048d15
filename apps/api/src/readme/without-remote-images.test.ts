import { describe, expect, test } from '@jest/globals'
import { elements, textOf, unsafeParts } from './safe-html.test-helper.ts'
import { sanitizeReadme } from './sanitize-readme.ts'
import { withoutRemoteImages } from './without-remote-images.ts'

const hidden = (html: string) => withoutRemoteImages(sanitizeReadme(html).html)

describe('withoutRemoteImages', () => {
  test('an image becomes a link to it, named by its alternative text', () => {
    expect(hidden('<p>a <img src="https://x.test/i.png" alt="A &amp; &lt;b&gt;"> b</p>')).toBe(
      '<p>a <a href="https://x.test/i.png" rel="nofollow noopener">A &amp; &lt;b&gt;</a> b</p>',
    )
  })

  test('inside a link only the text stays, and the next image is a link again', () => {
    const html = hidden(
      '<a href="https://ci.test"><img src="https://x.test/badge.svg" alt="build"></a>' +
        '<img src="https://x.test/2.png" alt="two">',
    )
    expect(html).toBe(
      '<a href="https://ci.test/" rel="nofollow noopener">build</a>' +
        '<a href="https://x.test/2.png" rel="nofollow noopener">two</a>',
    )
  })

  test('an image without text is named by its file', () => {
    expect(textOf(hidden('<img src="https://x.test/a/logo.svg?v=1">'))).toBe('logo.svg')
    expect(textOf(hidden('<img src="https://x.test/" alt="">'))).not.toBe('')
  })

  test('sources of pictures go too', () => {
    const html = hidden(
      '<picture><source srcset="https://x.test/dark.png" media="(prefers-color-scheme: dark)">' +
        '<img src="https://x.test/light.png" alt="logo"></picture>',
    )
    expect(elements(html).map(({ tagName }) => tagName)).toEqual(['picture', 'a'])
  })

  test('text that looks like an image stays text, and attributes cannot be faked', () => {
    const html = hidden(
      '&lt;img src="x"&gt; <img alt=\' src="javascript:1" \' title="&gt;<img " src="https://x.test/real">',
    )
    expect(unsafeParts(html)).toEqual([])
    expect(
      elements(html).flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'href')),
    ).toEqual([expect.objectContaining({ value: 'https://x.test/real' })])
    expect(textOf(html)).toContain('<img src="x">')
  })

  test('leaves other HTML as it is', () => {
    const { html } = sanitizeReadme('<h1 id="a">x</h1><abbr title="y">z</abbr><pre>1 < 2</pre>')
    expect(withoutRemoteImages(html)).toBe(html)
    expect(withoutRemoteImages('')).toBe('')
    expect(withoutRemoteImages('<p')).toBe('<p')
  })

  test('is one pass: 2 MB of images take well under a second', () => {
    const html = sanitizeReadme('<img src="https://x.test/i" alt="x">'.repeat(20_000)).html
    const start = performance.now()
    expect(withoutRemoteImages(html)).not.toContain('<img')
    expect(performance.now() - start).toBeLessThan(500)
  })
})
