import type { PublisherIdentity } from '@wheelhouse/shared-types'
import type { PendingPublisherRow, ProjectRow, PublisherRow } from './db.ts'
import { at, makeProject, single, type SeedPeople } from './seed-rows.ts'

const DAY = 86_400_000

const publisherId = (number: number) =>
  `00000000-0000-7000-8000-${String(600 + number).padStart(12, '0')}`

const onGithub = (repository: string, environment: string | null): PublisherIdentity => ({
  kind: 'github',
  owner: 'example-org',
  ownerId: '4207',
  repository,
  workflow: 'release.yml',
  environment,
})

function makePublisher(
  number: number,
  identity: PublisherIdentity,
  lastUsedAt: string | null,
): PublisherRow {
  const createdAt = at(600 + number)
  return { id: publisherId(number), identity, addedBy: 'publisher', createdAt, lastUsedAt }
}

/** Projects that builds publish: one from two places, one from nowhere else. */
export function seedPublishedProjects({ publisher, maintainer }: SeedPeople): ProjectRow[] {
  const people = [
    { accountId: publisher, role: 'owner' as const },
    { accountId: maintainer, role: 'maintainer' as const },
  ]
  const source = (name: string) => ({
    projectUrls: [
      { label: 'Homepage', url: `https://example.org/${name}` },
      { label: 'Source', url: `https://github.com/example-org/${name}` },
    ],
  })
  return [
    makeProject({
      name: 'shipped-by-builds',
      people,
      releases: single('shipped-by-builds', source('shipped-by-builds'), 610),
      publishers: [
        makePublisher(1, onGithub('shipped-by-builds', null), at(610)),
        makePublisher(
          2,
          {
            kind: 'gitlab',
            issuer: 'https://gitlab.com',
            namespace: 'example-group/tools',
            project: 'shipped-by-builds',
            workflowFilepath: '.gitlab-ci.yml',
            environment: 'release',
          },
          null,
        ),
      ],
    }),
    makeProject({
      name: 'only-by-builds',
      people: people.slice(0, 1),
      releases: single('only-by-builds', source('only-by-builds'), 620),
      trustedPublishingOnly: true,
      publishers: [makePublisher(3, onGithub('only-by-builds', 'release'), at(620))],
    }),
    makeProject({
      name: 'sent-by-hand',
      people: people.slice(0, 1),
      releases: single('sent-by-hand', source('sent-by-hand'), 630),
    }),
  ]
}

/** For projects that do not exist: one that is near its end, and one whose name was taken. */
export function seedPendingPublishers(accountId: string): PendingPublisherRow[] {
  // Counted from today: days pass, and a fixed one would be over soon. Days alone, so that every
  // seed of a day is the same.
  const today = Math.floor(Date.now() / DAY) * DAY
  const pending = (number: number, project: string, age: number): PendingPublisherRow => ({
    id: publisherId(number),
    accountId,
    project,
    normalizedName: project,
    identity: onGithub(project, 'release'),
    createdAt: new Date(today - age * DAY).toISOString(),
    expiresAt: new Date(today + (30 - age) * DAY).toISOString(),
  })
  return [pending(11, 'almost-too-late', 27), pending(12, 'sundial', 3)]
}
