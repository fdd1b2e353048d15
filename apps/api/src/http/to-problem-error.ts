import { ProblemError } from '@wheelhouse/shared-types'
import { Prisma } from '@wheelhouse/database'
import { DatabaseAwayError } from '../infra/db/circuit.ts'
import { DatabaseBusyError } from '../infra/db/connection-queue.ts'
import { WorkerBusyError, WorkerTimeoutError } from '../infra/workers/worker-pool.ts'

/** Prisma's codes for a database that is away or has no free connection. */
const AWAY = ['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028']
/** What the adapter makes of a socket's errors, for raw statements. */
const AWAY_KINDS = [
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]
const AWAY_SYSTEM = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ETIMEDOUT', 'EPIPE', '57P01', '57P03']

/** PostgreSQL's codes for a statement, a lock or a transaction that took too long. */
const TOO_SLOW = ['57014', '55P03', '25P03', '25P04']

/** What went wrong, as a refusal; anything unknown is `internal` and says nothing of itself. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof WorkerBusyError) {
    return new ProblemError('rate_limited', 'Too many ask for this now; try again in a moment', {
      retryAfter: 2,
      cause: error,
    })
  }
  if (
    error instanceof WorkerTimeoutError ||
    error instanceof DatabaseBusyError ||
    isTooSlow(error)
  ) {
    return new ProblemError('unavailable', 'The server is busy; try again in a moment', {
      retryAfter: 2,
      cause: error,
    })
  }
  if (isOwnerless(error)) {
    const detail = 'A project would be left without an owner; make somebody else an owner first'
    return new ProblemError('sole_owner', detail, { cause: error })
  }
  if (isDatabaseAway(error)) {
    return new ProblemError('unavailable', 'The database cannot be reached; try again shortly', {
      retryAfter: 5,
      cause: error,
    })
  }
  return fromExpress(error) ?? new ProblemError('internal', 'The request failed', { cause: error })
}

/** Whether an error of Prisma or `pg` says that the database cannot be reached. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof DatabaseAwayError) return true
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && AWAY.includes(code)) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const meta = JSON.stringify(error.meta ?? {})
    return (
      AWAY_SYSTEM.some((name) => meta.includes(name)) ||
      AWAY_KINDS.some((kind) => meta.includes(`"kind":"${kind}"`))
    )
  }
  return (
    (code !== undefined && AWAY_SYSTEM.includes(code) && 'address' in error) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  )
}

/**
 * Whether the database refused, at the end of a transaction, what would have left a project without
 * an owner. Use cases look before they act; this is the net under those that do not, or not in time.
 */
function isOwnerless(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { meta } = error as { meta?: unknown }
  const cause = error.cause instanceof Error ? error.cause.message : ''
  const text = `${error.message} ${JSON.stringify(meta ?? '')} ${cause}`
  return /project_has_owner|would have no owner/.test(text)
}

/** Whether the database gave up what it was asked for, because others hold it up. */
function isTooSlow(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && TOO_SLOW.includes(code)) return true
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  const meta = JSON.stringify(error.meta ?? {})
  return TOO_SLOW.some((slow) => meta.includes(`"originalCode":"${slow}"`))
}

/** What Express itself refuses (an address that cannot be decoded) carries a status. */
function fromExpress(error: unknown): ProblemError | undefined {
  const { status } = error as { status?: number }
  if (typeof status !== 'number' || status >= 500) return undefined
  return new ProblemError('malformed_request', 'The request could not be read')
}
