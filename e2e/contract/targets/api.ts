import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startTestApi } from '@wheelhouse/api/test'
import { createLogBuffer, type LogBuffer } from '@wheelhouse/api/test/log-buffer'
import { attestFile } from '@wheelhouse/api/test/attest-file'
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
  const log = createLogBuffer('error')
  const settings = {
    MAIL_EVENTS_SECRET,
    BREACHED_PASSWORDS: pathToFileURL(list).href,
    // The suite stands in for the proxy: each caller has an address of their own.
    TRUST_PROXY: '1',
    OIDC_ISSUERS: 'https://ci.example.org',
    LIMIT_SIGN_IN_FAILURES: '10',
    LIMIT_SECOND_FACTOR_FAILURES: '10',
    ...environment,
  }
  const api = await startTestApi(settings, { logger: log.logger })
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
    quarantine: (name, reason) => api.quarantine(name, reason),
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
    ageProjectInvitations: async (username) => {
      const where = { userId: await userId(username) }
      await db.roleInvitation.updateMany({ where, data: { expiresAt: new Date() } })
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
    attest: async (filename) => void (await attestFile(api.deps, filename)),
    faultOf: (instance) => readFault(log, instance),
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

/** The message of the error that was logged for a request, and where it was thrown. */
function readFault(log: LogBuffer, instance: string): string | undefined {
  type Line = { req?: { id?: string }; err?: { message?: string; stack?: string[] } }
  const line = log.lines().find(({ req }: Line) => req?.id === instance) as Line | undefined
  const place = line?.err?.stack?.find((one) => one.includes('/apps/api/src/'))
  return line && [line.err?.message, place?.trim()].join('\n')
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
