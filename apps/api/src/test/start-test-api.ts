import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { readConfig, readEnvironment } from '../config.ts'
import { mailFolder, type Deps } from '../deps.ts'
import { inviteAddress } from '../features/accounts/invite-address.ts'
import { revokeInvitation } from '../features/accounts/revoke-invitation.ts'
import { setQuarantine } from '../features/projects/set-quarantine.ts'
import type { Clock } from '../infra/clock.ts'
import type { Logger } from '../infra/logger.ts'
import type { KeptMail } from '../infra/mailer/folder.ts'
import type { Outbound } from '../infra/outbound/outbound.ts'
import { startServer } from '../main.ts'
import { placeEmbeddedDatabase } from './embedded-template.ts'
import { createTestDatabase } from './test-database.ts'

export type ReadMail = { to: string; subject: string; text: string; links: string[] }

export type TestApi = {
  readonly origin: string
  readonly deps: Deps
  readonly clock: Clock & { advance(milliseconds: number): void }
  /** Mails sent so far, oldest first. */
  mails(): Promise<ReadMail[]>
  /** The token of a new invitation. */
  invite(email: string): Promise<string>
  /** Takes the open invitation of an address back. */
  revokeInvitation(email: string): Promise<void>
  /** Puts a project into quarantine; without a reason it is released. */
  quarantine(project: string, reason: string | undefined): Promise<void>
  close(): Promise<void>
}

export type TestApiOptions = {
  database?: 'server' | 'embedded'
  logger?: Logger
  outbound?: Outbound
  /** Hashes of passwords as the product makes them; they cost most of what a sign-up takes. */
  realHashes?: boolean
}

/** A thousandth of the product's. */
const CHEAP_HASH = { memory: 32, passes: 1 }

/** Limits that no test reaches by accident; a test of a limit sets its own. */
const GENEROUS = {
  LIMIT_SIGN_IN_FAILURES: '10000',
  LIMIT_SECOND_FACTOR_FAILURES: '10000',
  LIMIT_REGISTRATIONS_PER_HOUR: '10000',
  LIMIT_MAILS_PER_HOUR: '10000',
  LIMIT_NEW_PROJECTS_PER_HOUR: '10000',
  // Nobody outside is asked.
  GITHUB_API: 'off',
  LIMIT_API_CALLS_PER_HOUR: '1000000',
}

/**
 * The real API on a free port, with a folder and a database of its own: one on the test server
 * (`WHEELHOUSE_TEST_DATABASE_URL`), or the embedded one where there is none or `database` says so.
 */
export async function startTestApi(
  environment: Record<string, string> = {},
  options: TestApiOptions = {},
): Promise<TestApi> {
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-test-'))
  const serverUrl = readEnvironment().WHEELHOUSE_TEST_DATABASE_URL
  const database =
    serverUrl === undefined || options.database === 'embedded'
      ? undefined
      : await createTestDatabase(serverUrl)
  if (database === undefined) await placeEmbeddedDatabase(folder)
  const port = await freePort()
  const config = readConfig({
    ...GENEROUS,
    DATA_DIR: folder,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'silent',
    ...(database === undefined ? {} : { DATABASE_URL: database.url }),
    ...environment,
  })
  const clock = movableClock()
  const server = await startServer(config, {
    clock,
    migrate: database === undefined,
    ...(options.realHashes === true ? {} : { hashCost: CHEAP_HASH }),
    ...(options.logger === undefined ? {} : { logger: options.logger }),
    ...(options.outbound === undefined ? {} : { outbound: options.outbound }),
  })
  const { deps } = server
  const mails = new Map<string, ReadMail>()
  return {
    origin: `http://127.0.0.1:${server.port}`,
    deps,
    clock,
    mails: async () => {
      await deps.outbox.flush()
      await readOn(mailFolder(config), mails)
      const oldestFirst = [...mails].toSorted(([one], [other]) => (one < other ? -1 : 1))
      return oldestFirst.map(([, mail]) => mail)
    },
    invite: async (email) => {
      const link = await inviteAddress(deps, email, { mail: false })
      return new URL(link).searchParams.get('token')!
    },
    revokeInvitation: async (email) => void (await revokeInvitation(deps, email)),
    quarantine: async (project, reason) =>
      void (await setQuarantine(deps, normalizeName(project), reason)),
    close: async () => {
      await server.stop()
      await database?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Reads the mails that `known` lacks, by file (the names of those rise): what was kept once stays as it is. */
async function readOn(folder: string, known: Map<string, ReadMail>): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.endsWith('.json') && !known.has(each))) {
    const kept = JSON.parse(await readFile(join(folder, name), 'utf8')) as KeptMail
    const { to, subject, text } = kept
    known.set(name, { to, subject, text, links: text.match(/https?:\/\/\S+/g) ?? [] })
  }
}

function movableClock(): TestApi['clock'] {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (milliseconds) => {
      ahead += milliseconds
    },
  }
}

/** Taken and given back: the public address must be known before the server listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? address!.port : 0))
    })
  })
}

/** For tests that hold on both: without a test server the embedded database alone. */
export function testedDatabases(): readonly ('server' | 'embedded')[] {
  return readEnvironment().WHEELHOUSE_TEST_DATABASE_URL === undefined
    ? ['embedded']
    : ['server', 'embedded']
}
