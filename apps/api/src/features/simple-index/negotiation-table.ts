import { HTML_TYPE, JSON_TYPE } from './negotiate.ts'

export const TEXT_TYPE = 'text/html; charset=utf-8'

export type Negotiation = {
  /** `undefined`: no such header. */
  readonly accept: string | undefined
  readonly expected: string
  /** Who sends it, or what it shows. */
  readonly why: string
}

const row = (accept: string | undefined, expected: string, why: string): Negotiation => ({
  accept,
  expected,
  why,
})

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8'
const LATEST = 'application/vnd.pypi.simple.latest'

/**
 * What clients and strangers send, and the type they are answered with (PEP 691, RFC 9110 §12.5.1).
 * What fits nothing is answered with HTML, as on PyPI: clients with odd headers read HTML.
 */
export const NEGOTIATIONS: readonly Negotiation[] = [
  row(undefined, TEXT_TYPE, 'no header'),
  row('', TEXT_TYPE, 'an empty header'),
  row('*/*', TEXT_TYPE, 'hatch, pipenv, curl: they read HTML'),
  row('text/html', TEXT_TYPE, 'pip before 22.2'),
  row(HTML_TYPE, HTML_TYPE, 'the HTML type by its name'),
  row(JSON_TYPE, JSON_TYPE, 'bandersnatch, devpi'),
  row(`${JSON_TYPE}, ${HTML_TYPE}; q=0.1, text/html; q=0.01`, JSON_TYPE, 'pip, pdm'),
  row(`${JSON_TYPE}, ${HTML_TYPE};q=0.2, text/html;q=0.01`, JSON_TYPE, 'uv'),
  row(`${JSON_TYPE}, */*;q=0.1`, JSON_TYPE, 'poetry'),
  row(BROWSER, TEXT_TYPE, 'a browser'),
  row(`${HTML_TYPE}, text/html;q=0.01`, HTML_TYPE, 'no JSON wanted'),
  row(`${LATEST}+json`, JSON_TYPE, 'newest version: answered as what it is'),
  row(`${LATEST}+html`, HTML_TYPE, 'newest version, HTML'),
  row(`${LATEST}+json, text/html;q=0.5`, JSON_TYPE, 'newest version before another'),
  row(`${LATEST}+json;q=0.2, text/html;q=0.5`, TEXT_TYPE, 'newest version after another'),
  row(`${LATEST}+json, ${LATEST}+html;q=0.9, text/html;q=0.1`, JSON_TYPE, 'both newest versions'),
  row('application/vnd.pypi.simple.v2+json', TEXT_TYPE, 'a version that is not there yet'),
  row(
    `application/vnd.pypi.simple.v2+json, ${JSON_TYPE};q=0.5`,
    JSON_TYPE,
    'the same, and this one',
  ),
  row('text/*', TEXT_TYPE, 'any text'),
  row('application/*', HTML_TYPE, 'any application: HTML before JSON, as on PyPI'),
  row(`*/*;q=0.1, ${JSON_TYPE}`, JSON_TYPE, 'anything, better JSON'),
  row(`*/*, ${JSON_TYPE};q=0.1`, TEXT_TYPE, 'anything, worse JSON'),
  row(`${JSON_TYPE};q=0`, TEXT_TYPE, 'all but JSON'),
  row(`text/html;q=0, ${JSON_TYPE};q=0.1`, JSON_TYPE, 'all but plain HTML'),
  row(`text/html;q=0, */*;q=0.1`, HTML_TYPE, 'anything but plain HTML'),
  row('*/*;q=0', TEXT_TYPE, 'nothing at all: never 406'),
  row(`${JSON_TYPE};q=0.4, text/html;q=0.5`, TEXT_TYPE, 'the higher quality'),
  row(`${JSON_TYPE};q=0.501, text/html;q=0.5`, JSON_TYPE, 'higher by a thousandth'),
  row(`text/html;q=0.5, ${JSON_TYPE};q=0.5`, TEXT_TYPE, 'equal quality: the one named first'),
  row(`${JSON_TYPE};q=0.5, text/html;q=0.5`, JSON_TYPE, 'equal quality: the one named first'),
  row(`${JSON_TYPE};q=1.000`, JSON_TYPE, 'the highest quality, in full'),
  row(JSON_TYPE.toUpperCase(), JSON_TYPE, 'types have no case'),
  row(`   ${JSON_TYPE}   `, JSON_TYPE, 'blanks around'),
  row(`${JSON_TYPE} ; q=0.9 , text/html ; q=0.1`, JSON_TYPE, 'blanks within'),
  row(`${JSON_TYPE},${JSON_TYPE}`, JSON_TYPE, 'twice the same'),
  row('application/json', TEXT_TYPE, 'not a type of the Simple API'),
  row('application/json, */*;q=0.1', TEXT_TYPE, 'the same, or anything'),
  row('text/html;charset=utf-8', TEXT_TYPE, 'a type with a parameter that is not on offer'),
  row('text/plain, image/png', TEXT_TYPE, 'nothing that is on offer'),
  row('nonsense', TEXT_TYPE, 'malformed: no slash'),
  row(';;;,,,', TEXT_TYPE, 'malformed: separators only'),
  row(`nonsense, ${JSON_TYPE}`, JSON_TYPE, 'malformed, then a type'),
  row(`text/html;q="0.5, ${JSON_TYPE}`, TEXT_TYPE, 'malformed: a quote that does not end'),
  row(`${'x/y,'.repeat(300)}${JSON_TYPE}`, JSON_TYPE, '300 types before the one'),
]

export type Measured = Readonly<Record<string, readonly string[]>>

const shorten = (text: string) =>
  text.length > 110 ? `${text.slice(0, 40)}… (${text.length} characters)` : text
const shown = (accept: string | undefined) =>
  accept === undefined
    ? '(none)'
    : accept.trim() === ''
      ? '(empty)'
      : `\`${shorten(accept.trim())}\``
const brief = (answer: string) =>
  answer.replaceAll('application/vnd.pypi.simple.', '').replace('; charset=utf-8', '')

/**
 * The table in Markdown. `columns` are the ways a page was asked for; `measured` has, for each column,
 * an answer for each row of `NEGOTIATIONS`.
 */
export function printNegotiations(measured: Measured): string {
  const columns = Object.keys(measured)
  const rows = NEGOTIATIONS.map(({ accept, expected, why }, index) =>
    [
      why,
      shown(accept),
      brief(expected),
      ...columns.map((column) => brief(measured[column]![index]!)),
    ].join(' | '),
  )
  return `# Which form a page comes in

\`/simple/\` and \`/simple/<name>/\` have three types: \`text/html\`, \`application/vnd.pypi.simple.v1+html\` (the same bytes)
and \`application/vnd.pypi.simple.v1+json\`; below without their beginning. Measured over HTTP by
\`negotiation.test.ts\`, which fails when an answer differs from this page; \`WHEELHOUSE_PRINT_DOCS=true\` has it written anew.
Each answer is 200 with \`Vary: Accept, Accept-Encoding\`; \`200 200\` are GET and HEAD. \`?format=<type>\` wins over the header.

| What | \`Accept\` | expected | ${columns.join(' | ')} |
|---|---|---|${columns.map(() => '---|').join('')}
${rows.map((text) => `| ${text} |`).join('\n')}
`
}
