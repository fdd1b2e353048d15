import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { applyMigrations } from '@wheelhouse/database/migrate'
import type { Config } from './config.ts'
import { openBreachList, type BreachList } from './infra/breaches/breach-list.ts'
import { systemClock, type Clock } from './infra/clock.ts'
import { startHousekeeping, type Housekeeping } from './infra/housekeeping.ts'
import { createDigestMaker, type DigestMaker } from './infra/digests.ts'
import { openDatabase, type Database, type Db } from './infra/db/database.ts'
import { createLogger, type Logger } from './infra/logger.ts'
import { createMetrics, type Metrics } from './infra/metrics.ts'
import { createFolderMailer } from './infra/mailer/folder.ts'
import type { Mailer } from './infra/mailer/mailer.ts'
import { startOutbox, type Outbox } from './infra/mailer/outbox.ts'
import { createSmtpMailer } from './infra/mailer/smtp.ts'
import { createPasswords, type Passwords } from './infra/passwords.ts'
import type { HashCost } from './infra/workers/password-worker.ts'
import { createRateLimiter, removeOldCounters, type RateLimiter } from './infra/rate-limiter.ts'
import { createScreenDrawer, type ScreenDrawer } from './infra/screens.ts'
import { WEB_FOLDER } from './infra/web-folder.ts'
import { openSecrets, type Secrets } from './infra/secrets.ts'
import { removeOldKeys } from './http/remove-old-keys.ts'
import { createReadCache, type ReadCache } from './http/read-cache.ts'
import { createOutbound, type Outbound } from './infra/outbound/outbound.ts'
import { openStorage } from './infra/storage/open-storage.ts'
import type { Storage } from './infra/storage/storage.ts'
import {
  createAttestationVerifier,
  type AttestationVerifier,
} from './features/attestations/attestation-verifier.ts'
import { startDownloadCounter, type DownloadCounter } from './features/downloads/count-downloads.ts'
import { createFileCache, type FileCache } from './features/files/file-cache.ts'
import { loadFile } from './features/files/load-file.ts'
import { createIssuerKeys, type IssuerKeys } from './features/identity-tokens/issuer-keys.ts'
import {
  startPublisherUpkeep,
  type PublisherUpkeep,
} from './features/publishers/start-publisher-upkeep.ts'
import { applyMailEvent, isAddressGone } from './features/mail-events/apply-mail-event.ts'
import { loadPage } from './features/simple-index/load-page.ts'
import { createPageCache, type PageCache } from './features/simple-index/page-cache.ts'
import { createRootIndex, type RootIndex } from './features/simple-index/root-index.ts'
import { shareChanges, type SharedPageCache } from './features/simple-index/share-changes.ts'
import { watchIndex, type IndexNews } from './features/simple-index/watch-index.ts'
import { createRecentAnswers, type RecentAnswers } from './features/tokens/recent-answers.ts'
import { removeOldDeliveries } from './features/webhooks/remove-old-deliveries.ts'
import { startWebhookSender, type WebhookSender } from './features/webhooks/send-webhooks.ts'
import { NO_SIBLINGS, type Siblings } from './infra/siblings.ts'
import { createInspection, type Inspection } from './infra/inspection.ts'
import { startReadmeRenderer, type ReadmeRenderer } from './readme/start-readme-renderer.ts'

/** Everything that a use case works with, as one plain object. */
export type Deps = {
  readonly config: Config
  readonly database: Database
  readonly db: Db
  readonly storage: Storage
  readonly mailer: Mailer
  readonly outbox: Outbox
  readonly webhooks: WebhookSender
  readonly housekeeping: Housekeeping
  readonly passwords: Passwords
  readonly breaches: BreachList
  readonly digests: DigestMaker
  readonly inspection: Inspection
  readonly readmes: ReadmeRenderer
  readonly attestations: AttestationVerifier
  readonly screens: ScreenDrawer
  readonly pages: SharedPageCache
  readonly news: IndexNews
  readonly files: FileCache
  readonly downloads: DownloadCounter
  readonly rootIndex: RootIndex
  readonly reads: ReadCache
  /** Who readers are and what they may see, for while the database is away. */
  readonly recent: RecentAnswers
  readonly limiter: RateLimiter
  readonly outbound: Outbound
  readonly issuerKeys: IssuerKeys
  readonly upkeep: PublisherUpkeep
  readonly metrics: Metrics
  readonly secrets: Secrets
  readonly clock: Clock
  readonly logger: Logger
  close(): Promise<void>
}

/** What simple pages may take in memory, compressed forms included, in all processes of a port together. */
const PAGE_CACHE_BYTES = 128 * 2 ** 20
const LEAST_PAGE_CACHE_BYTES = 32 * 2 ** 20
/** What the other read APIs may take: JSON of projects, feeds, parts of the sitemap. */
const READ_CACHE_BYTES = 64 * 2 ** 20

/** Files whose rows are kept in memory. */
const FILE_CACHE_ENTRIES = 50_000

/** Folder of the dev mailbox. */
export function mailFolder(config: Config): string {
  return join(config.DATA_DIR, 'mail')
}

function createMailer(config: Config): Mailer {
  if (config.SMTP_URL !== undefined) return createSmtpMailer(config, config.SMTP_URL)
  if (config.isLocal) return createFolderMailer(mailFolder(config))
  return { kind: 'none', send: async () => {} }
}

export type DepsOptions = {
  clock?: Clock
  logger?: Logger
  /** Leads requests to addresses outside elsewhere. */
  outbound?: Outbound
  /** Makes the hashes of passwords cheaper than they may be outside of tests. */
  hashCost?: HashCost
  /** Apply migrations first; a database that another process serves is left as it is. */
  migrate?: boolean
  /** Where several processes serve one port. */
  processes?: { readonly count: number; readonly siblings: Siblings; readonly isElected: boolean }
  /** A request's limits on statements; an operator's command has none. */
  limited?: boolean
  onProgress?: (what: string) => void
}

/**
 * Opens the parts. `given` replaces some of them (a clock in tests).
 * @throws Error with one clear line when a part cannot be opened.
 */
export async function createDeps(config: Config, given: DepsOptions = {}): Promise<Deps> {
  const clock = given.clock ?? systemClock
  const logger = given.logger ?? createLogger(config.LOG_LEVEL)
  const secrets = await openSecrets(config)
  const storage = await openStorage(config)
  const { processes = ALONE, outbound = createOutbound(config.OUTBOUND_ALLOW) } = given
  const database = await openDatabase(config, {
    processes: processes.count,
    ...(given.limited === undefined ? {} : { limited: given.limited }),
  })
  try {
    if (given.migrate ?? config.MIGRATE_ON_START) await migrate(config, database, given.onProgress)
    const opened = { clock, logger, secrets, storage, database, outbound }
    return await assemble(config, opened, processes, given.hashCost)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function migrate(
  config: Config,
  database: Database,
  onProgress: DepsOptions['onProgress'],
): Promise<void> {
  if (!database.owned) return
  const url = config.MIGRATION_DATABASE_URL
  const connection = url === undefined ? database.connection : { connectionString: url }
  const applied = await applyMigrations(connection)
  for (const name of applied) onProgress?.(`Applied migration ${name}`)
}

type Opened = Pick<Deps, 'clock' | 'logger' | 'secrets' | 'storage' | 'database' | 'outbound'>

const ALONE: NonNullable<DepsOptions['processes']> = {
  count: 1,
  siblings: NO_SIBLINGS,
  isElected: true,
}

async function assemble(
  config: Config,
  opened: Opened,
  { count, siblings, isElected }: NonNullable<DepsOptions['processes']>,
  hashCost: HashCost | undefined,
): Promise<Deps> {
  const { clock, logger, database, outbound, secrets } = opened
  const attestations = await createAttestationVerifier(config)
  const mailer = createMailer(config)
  const metrics = createMetrics()
  const breaches = await openBreachList(config.BREACHED_PASSWORDS, { metrics, logger })
  const threads = Math.max(1, Math.floor(availableParallelism() / count))
  const passwords = createPasswords(threads, hashCost)
  const inspection = createInspection(config, threads)
  const digests = createDigestMaker(threads)
  const readmes = startReadmeRenderer()
  const screens = createScreenDrawer(WEB_FOLDER)
  const db = database.client
  const bounces = {
    isGone: (address: string) => isAddressGone(db, address),
    report: (address: string) =>
      applyMailEvent({ config, db, clock }, { kind: 'hard-bounce', address }).then(() => {}),
  }
  const outbox = startOutbox({ db, mailer, clock, logger, bounces, metrics, isElected })
  const webhooks = startWebhookSender({
    config,
    db,
    clock,
    logger,
    secrets,
    outbox,
    metrics,
    isElected,
    onChange: (listener) => database.onChange(listener),
  })
  const removals = [removeOldKeys(db), removeOldDeliveries(db), removeOldCounters(db)]
  const housekeeping = startHousekeeping({ removals, clock, logger, isElected })
  const files = createFileCache((path) => loadFile(db, path), FILE_CACHE_ENTRIES)
  const { FILES_URL: filesUrl, ownFilesUrl, PUBLIC_URL: siteUrl } = config
  const urls = { filesUrl, ownFilesUrl, siteUrl }
  const cached = createPageCache(
    (name) => loadPage(db, name, urls),
    Math.max(LEAST_PAGE_CACHE_BYTES, Math.floor(PAGE_CACHE_BYTES / count)),
  )
  const pages = shareChanges(withFiles(cached, files), siblings)
  const downloads = startDownloadCounter({ db, clock, logger })
  const issuerKeys = createIssuerKeys({ outbound, clock, logger })
  const upkeep = startPublisherUpkeep({ config, db, clock, logger, outbox, isElected })
  const news = await watchIndex(database, pages, logger)
  return {
    ...opened,
    config,
    db,
    mailer,
    outbox,
    webhooks,
    housekeeping,
    passwords,
    digests,
    inspection,
    readmes,
    attestations,
    screens,
    pages,
    news,
    files,
    downloads,
    reads: createReadCache(READ_CACHE_BYTES),
    recent: createRecentAnswers(clock),
    rootIndex: createRootIndex(db, join(config.DATA_DIR, 'cache')),
    issuerKeys,
    upkeep,
    limiter: createRateLimiter(config, database.pool),
    metrics,
    breaches,
    close: async () => {
      await news.stop()
      await upkeep.stop()
      await housekeeping.stop()
      await webhooks.stop()
      await outbox.stop()
      await downloads.stop()
      const workers = [passwords, digests, inspection, readmes, attestations, screens]
      await Promise.all(workers.map((pool) => pool.close()))
      await breaches.close()
      await database.close()
      opened.storage.close()
    },
  }
}

/** Whatever makes a project's page old makes the known rows of its files old too. */
function withFiles(pages: PageCache, files: FileCache): PageCache {
  return {
    ...pages,
    forget: (name, serial) => {
      pages.forget(name, serial)
      files.forget(name, serial)
    },
    forgetAll: () => {
      pages.forgetAll()
      files.forgetAll()
    },
  }
}
