import { normalizeName } from '@wheelhouse/shared-types/python'
import { emptyRelease, type ProjectRow, type ReleaseRow } from './db.ts'
import { makeSdist, makeWheel } from './seed-files.ts'

const FIRST_DAY = Date.UTC(2024, 0, 15, 9, 30)
const DAY = 86_400_000
/** A moment `day` days after the first one of the seed. */
export const at = (day: number) => new Date(FIRST_DAY + day * DAY).toISOString()

export type ReleaseParts = Partial<ReleaseRow> & { version: string; day: number }
/** Ids of the accounts that have roles in the seed's projects. */
export type SeedPeople = {
  owner: string
  maintainer: string
  prolific: string
  publisher: string
  crowd: string[]
}
type ProjectParts = Partial<ProjectRow> & { name: string; releases: ReleaseRow[] }

/** A release with a wheel and an sdist, `day` days after the first day of the seed. */
export function makeRelease(name: string, { version, day, ...parts }: ReleaseParts): ReleaseRow {
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

/** A project that is as old as its first release. */
export function makeProject({ name, releases, ...parts }: ProjectParts): ProjectRow {
  const createdAt = parts.createdAt ?? releases[0]?.publishedAt ?? at(700)
  return {
    name,
    normalizedName: normalizeName(name),
    status: 'active',
    statusReason: null,
    replacement: null,
    visibility: 'public',
    dailyDownloads: name.length * 17,
    createdAt,
    updatedAt: releases.at(-1)?.publishedAt ?? createdAt,
    people: [],
    releases,
    publishers: [],
    trustedPublishingOnly: false,
    ...parts,
  }
}

/** The only release of a project. */
export const single = (name: string, parts: Partial<ReleaseRow> = {}, day = 300): ReleaseRow[] => [
  makeRelease(name, { version: '1.0.0', day, ...parts }),
]
