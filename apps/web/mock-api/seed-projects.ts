import type { ProjectRole } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { emptyRelease, type ProjectRow, type ReleaseRow } from './db.ts'
import { makeFortyFiles, makeSdist, makeWheel } from './seed-files.ts'

const FIRST_DAY = Date.UTC(2024, 0, 15, 9, 30)
const DAY = 86_400_000
/** A moment `day` days after the first one of the seed. */
const at = (day: number) => new Date(FIRST_DAY + day * DAY).toISOString()

type ReleaseParts = Partial<ReleaseRow> & { version: string; day: number }
type ProjectParts = Partial<ProjectRow> & { name: string; releases: ReleaseRow[] }

function makeRelease(name: string, { version, day, ...parts }: ReleaseParts): ReleaseRow {
  const publishedAt = at(day)
  return {
    ...emptyRelease(version, publishedAt),
    summary: `What ${name} is good for`,
    readme: {
      kind: 'markdown',
      html: `<h1>${name}</h1>\n<p>Install it, import it, forget it.</p>\n<pre><code>pip install ${name}</code></pre>`,
    },
    requiresPython: '>=3.9',
    licenseExpression: 'Apache-2.0',
    author: 'Robin Example',
    authorEmail: 'robin@example.org',
    keywords: ['example'],
    classifiers: ['Programming Language :: Python :: 3', 'Typing :: Typed'],
    projectUrls: [
      { label: 'Homepage', url: `https://example.org/${name}` },
      { label: 'Source', url: `https://example.org/${name}/source` },
    ],
    files: [
      makeWheel(name, version, 'py3-none-any', publishedAt),
      makeSdist(name, version, publishedAt),
    ],
    ...parts,
  }
}

function makeProject({ name, releases, ...parts }: ProjectParts): ProjectRow {
  const createdAt = parts.createdAt ?? releases[0]?.publishedAt ?? at(700)
  return {
    name,
    normalizedName: normalizeName(name),
    status: 'active',
    statusReason: null,
    visibility: 'public',
    dailyDownloads: name.length * 17,
    createdAt,
    updatedAt: releases.at(-1)?.publishedAt ?? createdAt,
    people: [],
    releases,
    ...parts,
  }
}

/** 60 versions from 0.1 to 6.0rc1, with a candidate before each major one and two yanked. */
function manyReleases(name: string): ReleaseRow[] {
  const versions = Array.from({ length: 6 }, (_, major) =>
    Array.from({ length: 9 }, (__, minor) => `${major}.${minor + 1}`).concat(`${major + 1}.0rc1`),
  ).flat()
  return versions.map((version, index) =>
    makeRelease(name, {
      version,
      day: index * 14,
      ...(version === '2.4' ? { yanked: true, yankedReason: 'Loses data on Windows' } : {}),
      ...(version === '3.1' ? { yanked: true } : {}),
    }),
  )
}

// What the API's sanitizer leaves of a README full of scripts, handlers and odd links.
const HOSTILE_README = `<h1>Hostile</h1>
<p>&lt;script&gt;alert(1)&lt;/script&gt; stays text.</p>
<p><a href="https://example.org/?q=%22%3E%3Cscript%3E" rel="nofollow noopener">a link</a>, <a>one that was javascript:</a>, <img src="https://example.org/x.png" alt="&quot; onerror=&quot;alert(1)"></p>
<table><tbody><tr><td>${'wide '.repeat(60)}</td></tr></tbody></table>
<pre><code>${'x'.repeat(400)}</code></pre>`

/**
 * The projects of the seed, one per case that a page must cope with. `owner` and `maintainer`
 * are the ids of the two accounts that have roles.
 */
export function seedProjects(owner: string, maintainer: string): ProjectRow[] {
  const one = (accountId: string, role: ProjectRole = 'owner') => ({ accountId, role })
  const both = [one(owner), one(maintainer, 'maintainer')]
  const single = (name: string, parts: Partial<ReleaseRow> = {}, day = 300) => [
    makeRelease(name, { version: '1.0.0', day, ...parts }),
  ]
  return [
    makeProject({ name: 'tiny', people: [one(owner)], releases: single('tiny', { readme: null }) }),
    makeProject({ name: 'many-releases', people: both, releases: manyReleases('many-releases') }),
    makeProject({ name: 'not-released-yet', people: [one(owner)], releases: [] }),
    makeProject({
      name: 'all-yanked',
      people: both,
      releases: ['1.0', '1.1', '1.2'].map((version, index) =>
        makeRelease('all-yanked', {
          version,
          day: 100 + index,
          yanked: true,
          yankedReason: index === 1 ? null : 'Superseded by the standard library',
        }),
      ),
    }),
    makeProject({
      name: 'old-faithful',
      people: [one(owner)],
      status: 'archived',
      statusReason: 'Finished: no more releases are planned',
      releases: single('old-faithful', {}, 10),
    }),
    makeProject({
      name: 'retired-client',
      people: [one(maintainer)],
      status: 'deprecated',
      statusReason: 'Use http-client',
      releases: single('retired-client', {}, 20),
    }),
    makeProject({
      name: 'salaam',
      people: [one(maintainer)],
      releases: single('salaam', {
        summary: 'مكتبة صغيرة لقراءة الملفات 🐍📦 (bidirectional text)',
        author: 'ليلى مثال',
        readme: {
          kind: 'markdown',
          html: '<h1 dir="auto">سلام 🐍</h1>\n<p dir="auto">اقرأ ملفا: <code>salaam.read()</code></p>',
        },
      }),
    }),
    makeProject({
      name: 'sixty-dependencies',
      people: [one(owner)],
      releases: single('sixty-dependencies', {
        requiresDist: Array.from({ length: 60 }, (_, index) =>
          index % 3 === 0
            ? `dependency-${index}>=${index}.0; extra == "all"`
            : `dependency-${index}>=${index}.0,<${index + 1}`,
        ),
        providesExtra: ['all'],
      }),
    }),
    makeProject({
      name: 'hostile-readme',
      people: [one(maintainer)],
      releases: single('hostile-readme', {
        summary: '<script>alert("summary")</script>',
        readme: { kind: 'markdown', html: HOSTILE_README },
        keywords: ['<b>bold</b>', 'javascript:alert(1)'],
      }),
    }),
    makeProject({
      name: 'forty-files',
      people: [one(maintainer), one(owner, 'maintainer')],
      releases: single('forty-files', { files: makeFortyFiles('forty-files', '1.0.0', at(300)) }),
    }),
    makeProject({
      name: 'Mixed_Case.Name',
      people: [one(owner)],
      releases: single('Mixed_Case.Name', {
        license: 'A licence text of the old kind',
        licenseExpression: null,
        readme: { kind: 'plain', html: '<pre>Just text,\n  with indents.</pre>' },
      }),
    }),
    makeProject({
      name: 'only-previews',
      people: [one(owner)],
      releases: ['2.0a1', '2.0b1', '2.0.dev3'].map((version, index) =>
        makeRelease('only-previews', { version, day: 400 + index }),
      ),
    }),
    ...['http', 'http-client', 'http2', 'async-http'].map((name, index) =>
      makeProject({ name, people: [one(maintainer)], releases: single(name, {}, 500 + index) }),
    ),
  ]
}
