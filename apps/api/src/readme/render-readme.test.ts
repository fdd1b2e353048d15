import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { RenderedReadme } from './readme.ts'
import { findPythonArchives } from './python-archives.ts'
import { elements, textOf } from './safe-html.test-helper.ts'
import { startReadmeRenderer } from './start-readme-renderer.ts'
import type { ReadmeRenderer } from './start-readme-renderer.ts'

let renderer: ReadmeRenderer

beforeAll(async () => {
  renderer = startReadmeRenderer()
  await renderer.render({ text: 'warm *up*', contentType: 'text/x-rst' })
}, 90_000)

afterAll(async () => {
  await renderer.close()
})

const render = async (text: string, contentType: string | null): Promise<RenderedReadme> =>
  await renderer.render({ text, contentType })

async function htmlOf(text: string, contentType: string | null): Promise<string> {
  const result = await render(text, contentType)
  if ('failed' in result) throw new Error(result.failed)
  return result.html.trim()
}

const LINK = 'rel="nofollow noopener"'

describe('GitHub flavoured Markdown', () => {
  test.each([
    [
      'emphasis and code',
      'a *b* **c** `d<e`',
      '<p>a <em>b</em> <strong>c</strong> <code>d&lt;e</code></p>',
    ],
    ['strikethrough', '~~a~~', '<p><del>a</del></p>'],
    [
      'autolink',
      'see https://a.test/x.',
      `<p>see <a href="https://a.test/x" ${LINK}>https://a.test/x</a>.</p>`,
    ],
    ['www autolink', 'www.a.test', `<p><a href="http://www.a.test/" ${LINK}>www.a.test</a></p>`],
    ['no autolink for bare names', 'setup.py a.test www.html', '<p>setup.py a.test www.html</p>'],
    ['mail autolink', 'me@a.test', `<p><a href="mailto:me@a.test" ${LINK}>me@a.test</a></p>`],
    [
      'heading ids',
      '## Hi, *there* `x`!',
      '<h2 id="user-content-hi-there-x">Hi, <em>there</em> <code>x</code>!</h2>',
    ],
    [
      'heading ids in other scripts',
      '# Über 日本',
      '<h1 id="user-content-über-日本">Über 日本</h1>',
    ],
    ['heading ids after emoji', '# Fire :fire:', '<h1 id="user-content-fire-">Fire 🔥</h1>'],
    ['links within', '[a](#hi)', `<p><a href="#user-content-hi" ${LINK}>a</a></p>`],
    ['old anchors', '<a name="top"></a>', '<p><a id="user-content-top"></a></p>'],
    ['emoji names', ':rocket: :nope:', '<p>🚀 :nope:</p>'],
    ['relative link', '[a](docs/b.md)', '<p><span>a</span></p>'],
    ['relative image', 'x ![logo](logo.png) y', '<p>x <span>logo</span> y</p>'],
    [
      'image',
      '![a "b"](http://a.test/i.png)',
      '<p><img src="http://a.test/i.png" alt="a &quot;b&quot;" loading="lazy" referrerpolicy="no-referrer" /></p>',
    ],
    [
      'raw HTML',
      '<p align="center">x<br><kbd>y</kbd></p>',
      '<p align="center">x<br /><kbd>y</kbd></p>',
    ],
    ['unclosed HTML is closed', '<div><b>x', '<div><b>x</b></div>'],
    ['stray end tags', 'a</div></section>', '<p>a</p>'],
    ['styles go', '<span style="color:red" class="big">x</span>', '<p><span>x</span></p>'],
    [
      'details',
      '<details open><summary>a</summary>b</details>',
      '<details open><summary>a</summary>b</details>',
    ],
    ['hard break', 'a  \nb', '<p>a<br />\nb</p>'],
    ['no soft break', 'a\nb', '<p>a\nb</p>'],
    [
      'unknown language',
      '```nolang\n<x>\n```',
      '<pre><code class="language-nolang">&lt;x&gt;\n</code></pre>',
    ],
    [
      'highlighted code',
      '```python\nimport os\n```',
      '<pre><code class="language-python"><span class="k">import</span> os\n</code></pre>',
    ],
    [
      'picture for dark pages',
      '<picture><source media="(prefers-color-scheme: dark)" srcset="https://a.test/d.png 2x, e.png 3x"></picture>',
      '<p><picture><source srcset="https://a.test/d.png 2x" media="(prefers-color-scheme: dark)" /></picture></p>',
    ],
  ])('%s', async (_name, text, expected) => {
    expect(await htmlOf(text, 'text/markdown')).toBe(expected)
  })

  test('tables with alignment', async () => {
    const html = await htmlOf('| a | b |\n|:-:|--:|\n| 1 | `2` |', 'text/markdown')
    expect(
      elements(html).map(({ tagName, attrs }) => [tagName, ...attrs.map((a) => a.value)]),
    ).toEqual([
      ['table'],
      ['thead'],
      ['tr'],
      ['th', 'center'],
      ['th', 'right'],
      ['tbody'],
      ['tr'],
      ['td', 'center'],
      ['td', 'right'],
      ['code'],
    ])
  })

  test('task lists, also nested, are dead checkboxes', async () => {
    const html = await htmlOf('- [ ] a\n  1. [x] b\n- [y] c\n- d', 'text/markdown')
    const boxes = elements(html).filter(({ tagName }) => tagName === 'input')
    expect(boxes.map(({ attrs }) => attrs.map(({ name }) => name))).toEqual([
      ['type', 'disabled'],
      ['type', 'checked', 'disabled'],
    ])
    expect(textOf(html)).toContain('[y] c')
    expect(html).toMatch(/^<ul class="contains-task-list">/)
    expect(html).toContain('<ol class="contains-task-list">')
  })

  test('alerts', async () => {
    expect(await htmlOf('> [!warning]\n> a\n\n> plain', 'text/markdown')).toBe(
      '<div class="markdown-alert markdown-alert-warning">\n' +
        '<p class="markdown-alert-title">Warning</p>\n<p>a</p>\n</div>\n' +
        '<blockquote>\n<p>plain</p>\n</blockquote>',
    )
  })

  test('footnotes link both ways', async () => {
    const html = await htmlOf('a[^n]\n\n[^n]: note', 'text/markdown')
    expect(html).toContain(`<a href="#user-content-fn1" ${LINK} id="user-content-fnref1">[1]</a>`)
    expect(html).toContain('<li id="user-content-fn1" class="footnote-item">')
    expect(html).toContain('href="#user-content-fnref1"')
  })

  test('repeated headings are numbered, without two equal ids', async () => {
    const html = await htmlOf('# a\n# a\n# a-1\n# a\n# !', 'text/markdown')
    const ids = elements(html).map(({ attrs }) => attrs[0]?.value)
    expect(ids.slice(0, 2)).toEqual(['user-content-a', 'user-content-a-1'])
    expect(new Set(ids.slice(0, 4)).size).toBe(4)
    expect(ids[4]).toBeUndefined()
  })

  test('tells which addresses readers will not see', async () => {
    const result = await render('[a](docs/b.md) ![c](d.png) [e](https://f.test)', 'text/markdown')
    expect(result).toMatchObject({
      kind: 'markdown',
      warnings: [
        'The link to “docs/b.md” is shown as text.',
        'The image “d.png” is replaced by its description.',
      ],
    })
  })
})

test('CommonMark has no extensions', async () => {
  const html = await htmlOf(
    '# a\n\n~~b~~ https://a.test\n\n| a |\n|---|',
    'text/markdown; variant=CommonMark',
  )
  expect(html).toBe('<h1>a</h1>\n<p>~~b~~ https://a.test</p>\n<p>| a |\n|---|</p>')
})

describe('reStructuredText', () => {
  test.each([
    [
      'inline markup',
      'a *b* **c** ``d``',
      '<p>a <em>b</em> <strong>c</strong> <code class="literal">d</code></p>',
    ],
    ['link', '`a <https://b.test>`_', `<p><a href="https://b.test/" ${LINK}>a</a></p>`],
    ['smart quotes', '"a" -- b...', '<p>“a” – b…</p>'],
    ['comments', '.. hidden\n\nx', '<p>x</p>'],
    ['maths stays LaTeX', ':math:`a<b`', '<p><span class="math">\\(a&lt;b\\)</span></p>'],
    [
      'note',
      '.. note:: a',
      '<aside class="admonition note">\n<p class="admonition-title">Note</p>\n<p>a</p>\n</aside>',
    ],
    [
      'code',
      '.. code-block:: python\n\n   import os',
      '<pre class="code language-python literal-block"><code><span class="kn">import</span><span class="w"> </span><span class="nn">os</span></code></pre>',
    ],
    [
      'SVG image with a size',
      '.. image:: https://a.test/i.svg\n   :width: 50%\n   :alt: b\n   :scale: 50',
      '<img src="https://a.test/i.svg" alt="b" width="50%" loading="lazy" referrerpolicy="no-referrer" />',
    ],
    ['relative image', '.. image:: i.png\n   :alt: logo', '<span>logo</span>'],
  ])('%s', async (_name, text, expected) => {
    const html = await htmlOf(text, 'text/x-rst; charset=UTF-8')
    expect(html).toBe(expected)
  })

  test('a single title stays a heading, sections nest', async () => {
    const html = await htmlOf('Title\n=====\n\nPart\n----\n\n`Part`_', 'text/x-rst')
    expect(elements(html).map(({ tagName, attrs }) => [tagName, attrs[0]?.value])).toEqual([
      ['section', 'user-content-title'],
      ['h1', undefined],
      ['section', 'user-content-part'],
      ['h2', undefined],
      ['p', undefined],
      ['a', '#user-content-part'],
    ])
  })

  test('ids may start with a digit, as on PyPI', async () => {
    const html = await htmlOf('1.0\n===\n\nx', 'text/x-rst')
    expect(html).toContain('<section id="user-content-1-0">')
  })

  test('tables, field lists, docinfo, option lists, footnotes', async () => {
    const html = await htmlOf(
      ':Author: me\n\n' +
        '==  ==\na   b\n==  ==\n1   2\n==  ==\n\n' +
        ':field: body\n\n-a  option\n\nnote [#]_\n\n.. [#] foot\n',
      'text/x-rst',
    )
    const tags = elements(html).map(({ tagName }) => tagName)
    expect(tags).toEqual(
      expect.arrayContaining(['dl', 'dt', 'dd', 'table', 'th', 'td', 'kbd', 'aside']),
    )
    expect(textOf(html)).toMatch(
      /me[^]*a\s+b\s+1\s+2[^]*field[^]*body[^]*-a[^]*option[^]*note[^]*foot/,
    )
  })

  test.each([
    ['a warning', 'Title\n====\n\nx', 'line 2: Title underline too short.'],
    ['an error', '.. nope:: x', 'line 1: Unknown directive type "nope".'],
    ['raw HTML', '.. raw:: html\n\n   <b>x</b>', 'line 1: "raw" directive disabled.'],
    ['files', '.. include:: /etc/passwd', 'line 1: "include" directive disabled.'],
    ['nothing to show', '.. only a comment', 'it renders to nothing'],
  ])('%s is a failure with its line', async (_name, text, reason) => {
    expect(await render(text, 'text/x-rst')).toEqual({
      failed: `The description is not valid reStructuredText: ${reason}`,
      code: 'invalid-markup',
    })
  })
})

describe('plain text and no type', () => {
  test('plain text is shown as it is', async () => {
    expect(await render(' <b>a</b>\n&amp; "c"', 'text/plain')).toEqual({
      html: '<pre> &lt;b&gt;a&lt;/b&gt;\n&amp;amp; &quot;c&quot;</pre>',
      kind: 'plain',
      warnings: [],
    })
  })

  test('no type: reStructuredText if it is, else plain text and a warning', async () => {
    expect(await render('a *b*', null)).toMatchObject({
      kind: 'rst',
      html: '<p>a <em>b</em></p>\n',
    })
    expect(await render('# Title\n\n*a', '')).toEqual({
      kind: 'plain',
      html: '<pre># Title\n\n*a</pre>',
      warnings: [expect.stringContaining('Inline emphasis start-string without end-string')],
    })
  })

  test.each([null, 'text/plain', 'text/markdown', 'text/x-rst'])(
    'nothing is nothing (%s)',
    async (type) => {
      expect(await render(' \n', type)).toMatchObject({ html: '', warnings: [] })
    },
  )

  test('NUL and lone surrogates become replacement characters, a byte order mark goes', async () => {
    expect(await htmlOf('\uFEFFa\0b\uD800', 'text/plain')).toBe('<pre>a\uFFFDb\uFFFD</pre>')
    expect(await htmlOf('\uFEFF# a\0', 'text/markdown')).toBe(
      '<h1 id="user-content-a">a\uFFFD</h1>',
    )
  })

  test('an unknown type and a too long text are failures', async () => {
    expect(await render('x', 'text/html')).toMatchObject({ code: 'unsupported-type' })
    expect(await render('x'.repeat(1_000_001), 'text/plain')).toMatchObject({ code: 'too-long' })
  })
})

test('what the first start of Python compiled is there for the next one', async () => {
  const kept = await findPythonArchives(() => {
    throw new Error('it is compiled again')
  })
  expect(kept.library).toMatch(/library\.zip$/)
})

test('the vendored wheels are the documented ones', async () => {
  const vendor = new URL('../../vendor/', import.meta.url)
  const table = await readFile(new URL('README.md', vendor), 'utf8')
  const wheels = (await readdir(vendor)).filter((name) => name.endsWith('.whl'))
  const rows = await Promise.all(
    wheels.map(async (name) => {
      const digest = createHash('sha256')
        .update(await readFile(new URL(name, vendor)))
        .digest('hex')
      return `| \`${name}\` | \`${digest}\` |`
    }),
  )
  expect(rows).toHaveLength(2)
  for (const row of rows) expect(table).toContain(row)
})
