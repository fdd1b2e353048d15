import { getResponse } from 'msw'
import { createHandlers, createInvitation, revokeInvitation } from '@wheelhouse/web/mock-api'
import { bounceEmail } from '@wheelhouse/web/mock-api/bounces'
import { factorsOf } from '@wheelhouse/web/mock-api/factors'
import {
  createDb,
  emptyRelease,
  findByUsername,
  findProject,
  type ProjectRow,
  type ReleaseRow,
} from '@wheelhouse/web/mock-api/db'
import { makeWheel } from '@wheelhouse/web/mock-api/seed-files'
import { fromGitHub } from '@wheelhouse/web/mock-api/seed-provenance'
import { normalizeName } from '@wheelhouse/shared-types/python'
import type { ProjectSeed, ReleaseSeed, Settings, Target } from './target.ts'

const ORIGIN = 'http://mock.test'

/** The mock API, asked without any interception. */
export function startMockTarget(settings: Settings = {}): Target {
  const db = createDb()
  Object.assign(db, settings)
  const handlers = createHandlers(db, { origin: ORIGIN, carrier: 'cookie' })
  const accountId = (username: string) => {
    const account = findByUsername(db, username)
    if (account === undefined) throw new RangeError(`no account ${username}`)
    return account.id
  }
  return {
    name: 'mock',
    origin: ORIGIN,
    fetch: async (request, address) => {
      request.headers.set('x-forwarded-for', address)
      const response = await getResponse(handlers, request)
      if (response === undefined) throw new Error(`no handler for ${request.url}`)
      return response
    },
    mails: async () => db.mails,
    seedProject: async (seed) => {
      const project = toProjectRow(seed, accountId(seed.owner.username), db.now().toISOString())
      db.projects.push(project)
    },
    addMaintainer: async (name, username) => {
      findProject(db, name)?.people.push({ accountId: accountId(username), role: 'maintainer' })
    },
    quarantine: async (name, statusReason) => {
      const project = findProject(db, name)
      if (project !== undefined) Object.assign(project, { status: 'quarantined', statusReason })
    },
    disableAccount: async (username) => {
      const account = findByUsername(db, username)
      if (account !== undefined) account.disabled = true
    },
    ageSessions: async (username) => {
      for (const session of db.sessions) {
        if (session.accountId === accountId(username)) {
          session.confirmedAt = new Date(0).toISOString()
        }
      }
    },
    ageTokens: async (username) => {
      const own = db.tokens.filter((token) => token.accountId === accountId(username))
      for (const token of own) token.expiresAt = null
    },
    ageProjectInvitations: async (username) => {
      const own = db.roleInvitations.filter((row) => row.accountId === accountId(username))
      for (const row of own) row.expiresAt = db.now().toISOString()
    },
    bounce: async (email) => bounceEmail(db, email, 'hard'),
    shortenPassword: async (username) => {
      factorsOf(db, accountId(username)).passwordShort = true
    },
    breachAccount: async (username) => {
      const account = findByUsername(db, username)
      if (account !== undefined) account.breached = true
    },
    invite: async (email) =>
      new URL(createInvitation(db, ORIGIN, email)).searchParams.get('token') ?? '',
    revokeInvitation: async (email) => revokeInvitation(db, email),
    attest: async (filename) => {
      const files = db.projects.flatMap(({ releases }) => releases.flatMap((row) => row.files))
      const file = files.find((row) => row.filename === filename)
      if (file !== undefined) file.provenance = fromGitHub('octo/sample', file.uploadedAt)
    },
    // Its answers and the console say it.
    faultOf: () => undefined,
    startOther: async (other) => startMockTarget(other),
    close: async () => {},
  }
}

function toProjectRow({ name, releases }: ProjectSeed, owner: string, now: string): ProjectRow {
  return {
    name,
    normalizedName: normalizeName(name),
    status: 'active',
    statusReason: null,
    visibility: 'public',
    publishers: [],
    trustedPublishingOnly: false,
    dailyDownloads: 0,
    createdAt: now,
    updatedAt: now,
    people: [{ accountId: owner, role: 'owner' }],
    releases: releases.map((release) => toReleaseRow(name, release, now)),
  }
}

function toReleaseRow(name: string, release: ReleaseSeed, now: string): ReleaseRow {
  const { version, tags = ['py3-none-any'], summary = '', readme } = release
  return {
    ...emptyRelease(version, now),
    summary,
    readme: readme === undefined ? null : { kind: 'markdown', html: `<p>${readme}</p>` },
    files: tags.map((tag) => makeWheel(name, version, tag, now)),
  }
}
