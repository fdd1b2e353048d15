import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startTestApi } from '@wheelhouse/api/test'
import { tokenCredentials, uploadForm } from '../../clients/upload-form.ts'
import { LEAKED_PASSWORD } from '../world.ts'
import type { ProjectSeed, Target } from './target.ts'
import { buildWheel } from './wheels.ts'

const MAIL_EVENTS_SECRET = 'what the carrier of our mail was told'

/** The real API on a port of its own; projects come to be by real uploads. */
export async function startApiTarget(environment: Record<string, string> = {}): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-contract-'))
  const list = join(folder, 'breached.txt')
  await writeFile(list, `${sha1(LEAKED_PASSWORD)}:7\r\n`)
  const api = await startTestApi({
    MAIL_EVENTS_SECRET,
    BREACHED_PASSWORDS: pathToFileURL(list).href,
    // The suite stands in for the proxy: each caller has an address of their own.
    TRUST_PROXY: '1',
    LIMIT_SIGN_IN_FAILURES: '10',
    LIMIT_SECOND_FACTOR_FAILURES: '10',
    ...environment,
  })
  const { db } = api.deps
  const userId = async (username: string) =>
    (await db.user.findFirstOrThrow({ where: { username }, select: { id: true } })).id
  return {
    name: 'api',
    origin: api.origin,
    fetch: (request, address) => {
      request.headers.set('x-forwarded-for', address)
      return fetch(request)
    },
    mails: () => api.mails(),
    seedProject: async ({ name, owner, releases }: ProjectSeed) => {
      for (const release of releases) {
        for (const tag of release.tags ?? ['py3-none-any']) {
          const wheel = buildWheel(name, release, tag)
          const sha256 = createHash('sha256').update(wheel.bytes).digest('hex')
          const { version } = release
          const file = { ...wheel, name, version, kind: 'wheel', sha256 } as const
          const form = uploadForm(file, wheel.bytes)
          await upload(api.origin, owner.token, form)
        }
      }
    },
    addMaintainer: async (name, username) => {
      const { id: projectId } = await db.project.findFirstOrThrow({ where: { name } })
      const principalId = await userId(username)
      await db.role.create({ data: { projectId, principalId, role: 'maintainer' } })
    },
    quarantine: async (name) => {
      await db.project.updateMany({ where: { name }, data: { status: 'quarantined' } })
    },
    disableAccount: async (username) => {
      await db.user.update({ where: { id: await userId(username) }, data: { status: 'disabled' } })
    },
    ageSessions: async (username) => {
      const where = { userId: await userId(username) }
      await db.session.updateMany({ where, data: { confirmedAt: new Date(0) } })
    },
    ageTokens: async (username) => {
      const where = { userId: await userId(username) }
      await db.apiToken.updateMany({ where, data: { expiresAt: null } })
    },
    bounce: async (email) => {
      const response = await fetch(`${api.origin}/_/mail-events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${MAIL_EVENTS_SECRET}` },
        body: JSON.stringify([{ kind: 'hard-bounce', address: email }]),
      })
      if (response.status !== 204) throw new Error(`mail event refused: ${response.status}`)
    },
    shortenPassword: async (username) => {
      await db.user.update({ where: { id: await userId(username) }, data: { passwordShort: true } })
    },
    breachAccount: async (username) => {
      const where = { id: await userId(username) }
      await db.user.update({ where, data: { breachedAt: new Date() } })
    },
    invite: (email) => api.invite(email),
    revokeInvitation: (email) => api.revokeInvitation(email),
    startOther: ({ registration, tokenMaxDays }) =>
      startApiTarget({
        ...(registration === undefined ? {} : { REGISTRATION: registration }),
        ...(tokenMaxDays === undefined ? {} : { TOKEN_MAX_DAYS: String(tokenMaxDays) }),
      }),
    close: async () => {
      await api.close()
      await rm(folder, { recursive: true })
    },
  }
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()

async function upload(origin: string, token: string, form: FormData): Promise<void> {
  const response = await fetch(`${origin}/legacy/`, {
    method: 'POST',
    headers: { authorization: tokenCredentials(token) },
    body: form,
  })
  if (!response.ok) {
    throw new Error(`upload refused: ${response.status} ${await response.text()}`)
  }
  await response.arrayBuffer()
}
