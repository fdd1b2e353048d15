import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ReadmeQueueFullError } from './readme.ts'
import type { RenderedReadme } from './readme.ts'
import { startReadmeRenderer } from './start-readme-renderer.ts'
import type { ReadmeRenderer } from './start-readme-renderer.ts'

const MARKDOWN_LIMIT = 400
const RST_LIMIT = 2_000
/** For starting a thread and for a busy machine. */
const LEEWAY = 2_500
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

function outcomeOf(result: RenderedReadme): string {
  if ('failed' in result) return result.code
  return result.html.length <= 4_000_000 ? 'html' : 'huge'
}

let renderer: ReadmeRenderer

beforeAll(async () => {
  renderer = startReadmeRenderer({
    markdown: { renderMs: MARKDOWN_LIMIT },
    rst: { renderMs: RST_LIMIT },
  })
  await renderer.render({ text: 'warm *up*', contentType: 'text/x-rst' })
}, 90_000)

afterAll(async () => {
  await renderer.close()
})

const MARKDOWN_BOMBS: Record<string, string> = {
  'block quotes': `${'>'.repeat(50_000)}x`,
  'lists in lists': lines(1_200, (level) => `${' '.repeat(level * 2)}- x`).slice(0, 999_999),
  'emphasis, unclosed': '*a **a '.repeat(40_000),
  'emphasis, long runs': `${'*'.repeat(200_000)}a${'*'.repeat(200_000)}`,
  'brackets, open': '['.repeat(400_000),
  'links, unclosed': '[a]('.repeat(100_000),
  'links in links': `${'[a'.repeat(40_000)}${'](b)'.repeat(40_000)}`,
  'code spans': lines(1_300, (length) => '`'.repeat(length)),
  'HTML, open': '<div>'.repeat(150_000),
  'HTML, comments': '<!--'.repeat(100_000),
  'HTML, noscript': '<noscript>'.repeat(50_000),
  'HTML, iframes': '<iframe>'.repeat(50_000),
  'HTML, attributes': `<a ${'b=c '.repeat(150_000)}>`,
  'HTML, mismatched': `${'<b>'.repeat(60_000)}${'</i>'.repeat(60_000)}`,
  'a huge table': `${'|a'.repeat(2_000)}|\n${'|-'.repeat(2_000)}|\n${`${'|b'.repeat(2_000)}|\n`.repeat(200)}`,
  autolinks: 'http://'.repeat(100_000),
  'mail autolinks': 'a@'.repeat(300_000),
  'www autolinks': 'www.'.repeat(200_000),
  'footnotes in footnotes': `${'[^1]'.repeat(50_000)}\n\n[^1]: ${'[^1]'.repeat(50_000)}`,
  references: `${lines(20_000, (index) => `[r${index}]: http://a.test/${index}`)}\n\n${'[r1]'.repeat(20_000)}`,
  entities: '&#x'.repeat(200_000),
  highlighting: `\`\`\`markdown\n${'*_['.repeat(16_000)}\n\`\`\`\n`.repeat(10),
  srcset: `<source srcset="${'https://a.test/ 1x, '.repeat(40_000)}">`,
}

/** Burns for longer than any limit here. Whoever kills a Python waits for the next: kept for tests that need one. */
const WIDE_CSV_TABLE = `.. csv-table::\n\n${`   ${'a,'.repeat(4_000)}\n`.repeat(20)}`

const RST_BOMBS: Record<string, string> = {
  'the sample of the 2023 audit': Buffer.from('LVU8LAwsCT4=', 'base64').toString('latin1'),
  indentation: lines(900, (level) => `${' '.repeat(level)}x\n`),
  'directives in directives': lines(700, (level) => `${' '.repeat(level)}.. note::\n`),
  substitutions: `.. |a0| replace:: xxxxxxxx\n${lines(60, (index) => `.. |a${index + 1}| replace:: |a${index}| |a${index}|`)}\n\n|a60|`,
  'a long line': 'x'.repeat(900_000),
  'inline markup': '`'.repeat(9_000),
  footnotes: `${lines(4_000, () => '[#]_')}\n\n${lines(4_000, () => '.. [#] x')}`,
}

describe('Markdown time and memory bombs end within the limit', () => {
  test.each(Object.entries(MARKDOWN_BOMBS))(
    '%s',
    async (_name, text) => {
      expect(text.length).toBeLessThanOrEqual(1_000_000)
      const start = performance.now()
      const result = await renderer.render({ text, contentType: 'text/markdown' })
      expect(performance.now() - start).toBeLessThan(MARKDOWN_LIMIT + LEEWAY)
      if ('failed' in result) expect(result.code).toMatch(/^(?:time-limit|memory-limit|too-long)$/)
      else expect(result.html.length).toBeLessThanOrEqual(4_000_000)
      expect(await renderer.render({ text: 'a', contentType: 'text/markdown' })).toMatchObject({
        html: '<p>a</p>\n',
      })
    },
    15_000,
  )
})

describe('reStructuredText bombs end within the limit', () => {
  test.each(Object.entries(RST_BOMBS))(
    '%s',
    async (_name, text) => {
      const start = performance.now()
      const result = await renderer.render({ text, contentType: 'text/x-rst' })
      expect(performance.now() - start).toBeLessThan(RST_LIMIT + LEEWAY)
      expect(outcomeOf(result)).toMatch(
        /^(?:html|time-limit|memory-limit|too-long|invalid-markup)$/,
      )
      expect(await renderer.render({ text: 'a', contentType: 'text/x-rst' })).toMatchObject({
        html: '<p>a</p>\n',
      })
    },
    40_000,
  )

  test('without a type the text itself is shown when its time runs out', async () => {
    const text = WIDE_CSV_TABLE
    expect(await renderer.render({ text, contentType: null })).toEqual({
      kind: 'plain',
      html: expect.stringMatching(/^<pre>\.\. csv-table::/),
      warnings: ['The description takes longer than 2 s to render.'],
    })
  }, 30_000)
})

test('memory of Python is limited too, and the next text finds a fresh interpreter', async () => {
  const small = startReadmeRenderer({ rst: { renderMs: 60_000, pythonMb: 48 } })
  const bold = `.. |x| replace:: ${'*a* '.repeat(2_000)}\n\n${`${'|x| '.repeat(100)}\n`.repeat(20)}`
  try {
    expect(await small.render({ text: bold, contentType: 'text/x-rst' })).toMatchObject({
      code: 'memory-limit',
    })
    expect(await small.render({ text: 'a', contentType: 'text/x-rst' })).toMatchObject({
      html: '<p>a</p>\n',
    })
  } finally {
    await small.close()
  }
}, 120_000)

test('the event loop stays free while bombs burn', async () => {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const bombs = ['HTML, open', 'a huge table', 'highlighting'].map(
    async (name) =>
      await renderer.render({ text: MARKDOWN_BOMBS[name] ?? '', contentType: 'text/markdown' }),
  )
  await Promise.all(bombs)
  delay.disable()
  // A render on this loop would hold it for seconds; a busy machine holds it for moments.
  expect(delay.percentile(90) / 1e6).toBeLessThan(250)
}, 30_000)

test('a thread that dies when its job is given up takes nothing with it', async () => {
  const racing = startReadmeRenderer({ markdown: { heapMb: 64, renderMs: 60_000 } })
  const job = { text: MARKDOWN_BOMBS['a huge table'] ?? '', contentType: 'text/markdown' }
  try {
    const start = performance.now()
    expect(await racing.render(job)).toMatchObject({ code: 'memory-limit' })
    const untilDeath = performance.now() - start
    // Giving up a little earlier and later each time meets the moment of death: an error that
    // nobody handles would fail this test file.
    for (let step = 0; step < 8; step += 1) {
      const controller = new AbortController()
      const timer = setTimeout(() => controller.abort(), untilDeath * (0.85 + step * 0.04))
      await Promise.allSettled([racing.render(job, controller.signal)])
      clearTimeout(timer)
    }
    expect(await racing.render({ ...job, text: 'a' })).toMatchObject({ html: '<p>a</p>\n' })
  } finally {
    await racing.close()
  }
}, 90_000)

describe('queue and threads', () => {
  const bomb = { text: WIDE_CSV_TABLE, contentType: 'text/x-rst' }
  const small = { text: 'a', contentType: 'text/x-rst' }

  test('waiting does not count against a job, too many waiting are refused', async () => {
    const tight = startReadmeRenderer({ rst: { renderMs: 1_000, maxWaiting: 1 } })
    try {
      const first = tight.render(bomb)
      const second = tight.render(small)
      await expect(tight.render(small)).rejects.toBeInstanceOf(ReadmeQueueFullError)
      expect(await first).toMatchObject({ code: 'time-limit' })
      expect(await second).toMatchObject({ html: '<p>a</p>\n' })
    } finally {
      await tight.close()
    }
  }, 60_000)

  test('a signal ends a render under way, leaves the queue, and refuses to start', async () => {
    const running = new AbortController()
    const queued = new AbortController()
    const first = renderer.render(bomb, running.signal)
    const second = renderer.render(small, queued.signal)
    const third = renderer.render(small)
    queued.abort(new Error('not needed'))
    await expect(second).rejects.toThrow('not needed')
    await sleep(50)
    running.abort(new Error('client gone'))
    await expect(first).rejects.toThrow('client gone')
    expect(await third).toMatchObject({ html: '<p>a</p>\n' })
    await expect(renderer.render(small, running.signal)).rejects.toThrow('client gone')
  }, 60_000)

  test('Python starts on demand and goes when idle', async () => {
    const idle = startReadmeRenderer({ rst: { idleMs: 300 } })
    try {
      await idle.render({ text: 'a', contentType: 'text/markdown' })
      expect(idle.threads()).toEqual({ markdown: 1, rst: 0 })
      await idle.render(small)
      expect(idle.threads().rst).toBe(1)
      for (let tries = 0; idle.threads().rst > 0 && tries < 50; tries += 1) await sleep(100)
      expect(idle.threads().rst).toBe(0)
      expect(await idle.render(small)).toMatchObject({ kind: 'rst' })
    } finally {
      await idle.close()
    }
  }, 60_000)

  test('after closing, renders reject', async () => {
    const closed = startReadmeRenderer()
    const under = closed.render(bomb)
    const waiting = closed.render(small)
    const results = Promise.allSettled([under, waiting])
    await sleep(20)
    await closed.close()
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(closed.render(small)).rejects.toThrow('closed')
  }, 60_000)
})
