import type { ProjectRow, ReleaseRow } from './db.ts'
import { makeSdist, makeWheel } from './seed-files.ts'
import { fromGitHub, fromGitLab, fromGoogle } from './seed-provenance.ts'
import { at, makeProject, makeRelease, single, type SeedPeople } from './seed-rows.ts'

const HUGE_RELEASES = 900
const LONG_NAME = `a-name-that-goes-on-${'and-on-'.repeat(10)}without-end`
/** An address that loads nothing: pictures of other hosts are not fetched in a test. */
const PICTURE = 'https://example.org/badge.svg'

/** 900 releases and 2,000 files: newer ones have more, the oldest no sdist. */
function hugeReleases(name: string): ReleaseRow[] {
  return Array.from({ length: HUGE_RELEASES }, (_, index) => {
    const version = `${Math.floor(index / 100)}.${Math.floor(index / 10) % 10}.${index % 10}`
    const publishedAt = at(Math.floor(index * 0.9))
    const wheel = (tags: string) => makeWheel(name, version, tags, publishedAt)
    const platforms = index >= HUGE_RELEASES - 50 ? 4 : 1
    return makeRelease(name, {
      version,
      day: Math.floor(index * 0.9),
      readme: index === HUGE_RELEASES - 1 ? LONG_README : null,
      files: [
        ...Array.from({ length: platforms }, (__, platform) =>
          wheel(`cp3${10 + platform}-cp3${10 + platform}-manylinux_2_28_x86_64`),
        ),
        ...(index < 50 ? [] : [makeSdist(name, version, publishedAt)]),
        ...(index >= HUGE_RELEASES - 100 ? [wheel('py3-none-any')] : []),
      ],
    })
  })
}

const LONG_README: ReleaseRow['readme'] = {
  kind: 'markdown',
  html: Array.from(
    { length: 120 },
    (_, index) =>
      `<h2>Chapter ${index + 1}</h2>\n<p>${'A sentence that says little. '.repeat(30)}</p>`,
  ).join('\n'),
}

/** A file of each kind of publisher, and one that was uploaded with an API token. */
function attestedFiles(name: string, publishedAt: string): ReleaseRow['files'] {
  const wheel = (tags: string) => makeWheel(name, '1.0.0', tags, publishedAt)
  return [
    { ...wheel('cp313-cp313-win_amd64'), provenance: fromGitHub(`octo/${name}`, publishedAt) },
    {
      ...wheel('cp314-cp314-win_amd64'),
      provenance: fromGitLab(`octo/parts/${name}`, publishedAt),
    },
    {
      ...wheel('py3-none-any'),
      provenance: fromGoogle('release@octo.iam.gserviceaccount.com', publishedAt),
    },
    makeSdist(name, '1.0.0', publishedAt),
  ]
}

/** Projects whose contents are the trouble: how much, how long, in which form. */
export function seedContents({ maintainer, crowd }: SeedPeople): ProjectRow[] {
  const people = [{ accountId: maintainer, role: 'owner' as const }]
  const readme = (html: string, kind: 'markdown' | 'rst' | 'plain' = 'markdown') => ({
    readme: { kind, html },
  })
  const one = (name: string, parts: Partial<ReleaseRow>, day: number) =>
    makeProject({ name, people, releases: single(name, parts, day) })
  return [
    makeProject({ name: 'huge', people, releases: hugeReleases('huge') }),
    one(LONG_NAME, { summary: 'Its name is longer than any column '.repeat(12).trim() }, 310),
    one(
      'emoji-everywhere',
      { summary: '👩‍👩‍👧‍👦 🏳️‍🌈 🇫🇷 ‮reversed‬ and zero​width', author: '🐍', keywords: ['🎉'] },
      311,
    ),
    one('ivrit', { summary: 'ספרייה קטנה לקריאת קבצים, version 1.0 (beta)', author: 'דוגמה' }, 312),
    one('no-summary', { summary: '', readme: null, classifiers: [], projectUrls: [] }, 313),
    one(
      'bare-metadata',
      {
        readme: null,
        requiresPython: null,
        licenseExpression: null,
        author: null,
        authorEmail: null,
        keywords: [],
        classifiers: [],
        projectUrls: [],
      },
      314,
    ),
    one('long-readme', { readme: LONG_README }, 315),
    one(
      'pictures-and-tables',
      readme(
        `<h1>Pictures</h1>\n<p>${`<img src="${PICTURE}" alt="build passing"> `.repeat(8)}</p>\n<table><thead><tr>${'<th>Column</th>'.repeat(14)}</tr></thead><tbody><tr>${'<td>value of a cell</td>'.repeat(14)}</tr></tbody></table>`,
      ),
      316,
    ),
    one(
      'rst-docs',
      readme('<h1>reStructuredText</h1>\n<dl><dt>term</dt><dd>what it means</dd></dl>', 'rst'),
      317,
    ),
    one(
      'plain-words',
      readme(`<pre>${'Just text without markup.\n'.repeat(40)}</pre>`, 'plain'),
      318,
    ),
    one(
      'all-classifiers',
      {
        classifiers: [
          'Development Status :: 5 - Production/Stable',
          'Environment :: Console',
          'Framework :: AsyncIO',
          'Intended Audience :: Developers',
          'License :: OSI Approved :: Apache Software License',
          'Natural Language :: English',
          'Operating System :: OS Independent',
          ...Array.from(
            { length: 12 },
            (_, minor) => `Programming Language :: Python :: 3.${minor + 3}`,
          ),
          'Topic :: Software Development :: Libraries :: Python Modules',
          'Typing :: Typed',
        ],
        keywords: Array.from({ length: 40 }, (_, index) => `keyword-${index}`),
        projectUrls: Array.from({ length: 20 }, (_, index) => ({
          label: `Link ${index}`,
          url: `https://example.org/${'path/'.repeat(index)}`,
        })),
      },
      319,
    ),
    makeProject({
      name: 'many-hands',
      people: [
        ...people,
        ...crowd.map((accountId) => ({ accountId, role: 'maintainer' as const })),
      ],
      releases: single('many-hands', {}, 320),
    }),
    one('attested', { files: attestedFiles('attested', at(322)) }, 322),
    one('only-sdist', { files: [makeSdist('only-sdist', '1.0.0', at(321))] }, 321),
    makeProject({
      name: 'odd-versions',
      people,
      releases: ['0', '1!2.0', '2024.1.1.post3', '1.0+local.7', '1.0.dev0'].map((version, index) =>
        makeRelease('odd-versions', { version, day: 322 + index }),
      ),
    }),
  ]
}
