import type { ProjectRole } from '@wheelhouse/shared-types'
import type { ProjectRow, ReleaseRow } from './db.ts'
import { makeFortyFiles } from './seed-files.ts'
import { at, makeProject, makeRelease, single, type SeedPeople } from './seed-rows.ts'

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

/** Projects in each of the states that a page must cope with; the ids are those of their people. */
export function seedStates({ owner, maintainer }: SeedPeople): ProjectRow[] {
  const one = (accountId: string, role: ProjectRole = 'owner') => ({ accountId, role })
  const both = [one(owner), one(maintainer, 'maintainer')]
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
      statusReason: 'Its protocol is not spoken any more',
      replacement: 'http-client',
      releases: single('retired-client', {}, 20),
    }),
    makeProject({
      name: 'under-review',
      people: [one(maintainer)],
      status: 'quarantined',
      statusReason: 'Reported as malware; being looked at',
      releases: single('under-review', {}, 700),
    }),
    makeProject({
      name: 'in-house',
      people: [one(maintainer)],
      visibility: 'private',
      releases: single('in-house', { license: 'Proprietary', licenseExpression: null }, 120),
    }),
    makeProject({
      name: 'emptied',
      people: [one(maintainer)],
      releases: single('emptied', { files: [] }, 90),
    }),
    makeProject({
      name: 'newest-yanked',
      people: [one(maintainer)],
      releases: ['1.0', '1.1', '2.0'].map((version, index) =>
        makeRelease('newest-yanked', {
          version,
          day: 200 + index,
          ...(version === '2.0' ? { yanked: true, yankedReason: 'Breaks on Python 3.9' } : {}),
        }),
      ),
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
