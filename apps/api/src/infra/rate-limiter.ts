import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type pg from 'pg'
import type { Config } from '../config.ts'
import type { Db } from './db/database.ts'
import type { RemoveOld } from './housekeeping.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE

/** What is counted, by what key, and how much is allowed in how many seconds. */
function rules(config: Config) {
  return {
    signInByAddress: { points: config.LIMIT_SIGN_IN_FAILURES, duration: 5 * MINUTE },
    signInEverywhere: { points: 1000, duration: 5 * MINUTE },
    registrationByAddress: { points: config.LIMIT_REGISTRATIONS_PER_HOUR, duration: HOUR },
    mailByRecipient: { points: config.LIMIT_MAILS_PER_HOUR, duration: HOUR },
    newDeviceMailByUser: { points: config.LIMIT_MAILS_PER_HOUR, duration: HOUR },
    mailByAddress: { points: 4 * config.LIMIT_MAILS_PER_HOUR, duration: HOUR },
    rangeByAddress: { points: 600, duration: 5 * MINUTE },
    emailAddByUser: { points: 10, duration: 24 * HOUR },
    roleInvitationByUser: { points: 4 * config.LIMIT_MAILS_PER_HOUR, duration: HOUR },
    roleInvitationToUser: { points: config.LIMIT_MAILS_PER_HOUR, duration: HOUR },
    linkByAddress: { points: 60, duration: HOUR },
    usernameCheckByAddress: { points: 120, duration: 5 * MINUTE },
    passwordChangeByUser: { points: 10, duration: HOUR },
    confirmationByUser: { points: 2 * config.LIMIT_SECOND_FACTOR_FAILURES, duration: HOUR },
    secondFactorByUser: { points: config.LIMIT_SECOND_FACTOR_FAILURES, duration: 5 * MINUTE },
    secondFactorByUserHour: { points: 4 * config.LIMIT_SECOND_FACTOR_FAILURES, duration: HOUR },
    secondFactorByUserDay: {
      points: 10 * config.LIMIT_SECOND_FACTOR_FAILURES,
      duration: 24 * HOUR,
    },
    secondFactorByAddress: {
      points: 2 * config.LIMIT_SECOND_FACTOR_FAILURES,
      duration: 5 * MINUTE,
    },
    xmlRpcByAddress: { points: config.LIMIT_XML_RPC_PER_HOUR, duration: HOUR },
    publisherAddByUser: { points: 100, duration: 24 * HOUR },
    githubLookupByUser: { points: 120, duration: HOUR },
    newProjectByAddress: { points: 2 * config.LIMIT_NEW_PROJECTS_PER_HOUR, duration: HOUR },
    callsByToken: { points: config.LIMIT_API_CALLS_PER_HOUR, duration: HOUR },
    callsByUser: { points: config.LIMIT_API_CALLS_PER_HOUR, duration: HOUR },
    webhookTestByUser: { points: 60, duration: HOUR },
    newProjectByUser: { points: config.LIMIT_NEW_PROJECTS_PER_HOUR, duration: HOUR },
  }
}

export type RateLimitRule = keyof ReturnType<typeof rules>

export type RateCount = {
  /** How many are allowed in how many seconds. */
  readonly points: number
  readonly seconds: number
  readonly left: number
  /** Seconds until all are left again. */
  readonly resetsIn: number
  /** Seconds to wait, where this was one too many. */
  readonly retryAfter: number | undefined
}

export type RateLimiter = {
  /** Counts one more, and tells how it stands. */
  count(rule: RateLimitRule, key: string): Promise<RateCount>
  /** Counts one more; seconds to wait when that is too many, else undefined. */
  hit(rule: RateLimitRule, key: string): Promise<number | undefined>
  /** Seconds to wait when the limit is reached already, without counting. */
  peek(rule: RateLimitRule, key: string): Promise<number | undefined>
  /** Takes one `hit` back: what was counted before it was known to be right. */
  forgive(rule: RateLimitRule, key: string): Promise<void>
}

/** Counts in the database, so that all nodes count together; in memory while it is away. */
export function createRateLimiter(config: Config, pool: pg.Pool): RateLimiter {
  const limiters = new Map(
    Object.entries(rules(config)).map(([rule, { points, duration }]) => [
      rule,
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'rate_limits',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: rule,
        points,
        duration,
        insuranceLimiter: new RateLimiterMemory({ keyPrefix: rule, points, duration }),
      }),
    ]),
  )
  const secondsOf = (result: RateLimiterRes) => Math.max(1, Math.ceil(result.msBeforeNext / 1000))
  const count: RateLimiter['count'] = async (rule, key) => {
    const limiter = limiters.get(rule)!
    const result = await limiter.consume(key).catch((error: unknown) => {
      if (error instanceof RateLimiterRes) return error
      throw error
    })
    const resetsIn = secondsOf(result)
    return {
      points: limiter.points,
      seconds: limiter.duration,
      left: Math.max(0, result.remainingPoints),
      resetsIn,
      retryAfter: result.consumedPoints > limiter.points ? resetsIn : undefined,
    }
  }
  return {
    count,
    hit: async (rule, key) => (await count(rule, key)).retryAfter,
    peek: async (rule, key) => {
      const state = await limiters.get(rule)!.get(key)
      return state !== null && state.remainingPoints <= 0 ? secondsOf(state) : undefined
    },
    forgive: async (rule, key) => {
      await limiters.get(rule)!.reward(key)
    },
  }
}

/** Counters whose time is over count nothing any more. Their library reads the real clock. */
export const removeOldCounters =
  (db: Db): RemoveOld =>
  (_now, limit) =>
    db.$executeRaw`
      DELETE FROM rate_limits WHERE key IN (
        SELECT key FROM rate_limits WHERE expire < ${Date.now()} LIMIT ${limit})`
