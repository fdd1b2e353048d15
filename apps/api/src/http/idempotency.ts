import { createHash } from 'node:crypto'
import { ProblemError, type Endpoint } from '@wheelhouse/shared-types'
import type { Request } from 'express'
import type { Deps } from '../deps.ts'
import type { Db } from '../infra/db/database.ts'
import type { SessionCaller, TokenCaller } from './caller.ts'

/** What is sent back, and later again: the status and the text of the body. */
export type KeptAnswer = { readonly status: number; readonly text: string | undefined }

/** How long a key is remembered; `removeOldRows` takes it away then. */
export const IDEMPOTENCY_MS = 24 * 60 * 60 * 1000
/**
 * After so long nothing of a request can be under way any more (a transaction waits 10 s and takes 15),
 * so one that left no trace but its key was killed before it did anything: another may take its place.
 */
const ABANDONED_MS = 60_000
const MOST_CHARACTERS = 200

/** States of a row that has no answer yet; else it holds the answer's status. */
const UNDER_WAY = 0
/** The effect is committed; the answer follows, or its process was killed. */
const DONE = 1

type Claim = { readonly userId: string; readonly key: string; readonly createdAt: Date }

/**
 * The key that a call came with, its quotes (an RFC 9651 string) taken off; undefined without one.
 * @throws ProblemError `malformed_request` for a bad one, and where none is taken.
 */
export function readIdempotencyKey(endpoint: Endpoint, request: Request): string | undefined {
  const header = request.get('idempotency-key')
  if (header === undefined || endpoint.method === 'GET') return undefined
  if (!endpoint.idempotencyKey) {
    throw new ProblemError(
      'malformed_request',
      `${endpoint.id} takes no Idempotency-Key, because its answer is not kept; leave the header out`,
    )
  }
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (/^[\x20-\x7e]+$/.test(key) && key.length <= MOST_CHARACTERS) return key
  throw new ProblemError(
    'malformed_request',
    `Idempotency-Key must have 1 to ${MOST_CHARACTERS} printable ASCII characters`,
  )
}

/**
 * Does a request once for a key of its user (docs/decisions/0023): sent again, it is not done again and
 * gets the answer of the first time. That it was done commits with what it did, by `run`'s own
 * transactions; the answer is kept behind that. Who is killed between has done it once, and is told so.
 * @throws ProblemError `idempotency_key_reused`, `request_under_way` or `answer_lost`; what `run`
 *   throws is not kept, because nothing was done: the key is free again.
 */
export async function answerOnce(
  deps: Deps,
  call: { caller: SessionCaller | TokenCaller; request: Request; key: string },
  run: (deps: Deps) => Promise<KeptAnswer>,
): Promise<KeptAnswer & { isReplay: boolean }> {
  const { db } = deps
  const found = await claimKey(deps, call)
  if ('kept' in found) return { ...found.kept, isReplay: true }
  const { claim } = found
  const marking = { isOn: true, isDone: false }
  try {
    const answer = await run({ ...deps, db: markingDb(db, claim, marking) })
    // It was done and can be told; without its row a repetition hears `answer_lost`.
    await keep(db, claim, answer).catch((error: unknown) => {
      deps.logger.error({ err: error }, 'answer not kept for its key')
    })
    return { ...answer, isReplay: false }
  } catch (error) {
    // What was refused did nothing. Where this fails too, the key is free after a minute.
    if (!marking.isDone) await release(db, claim).catch(() => {})
    throw error
  } finally {
    marking.isOn = false
  }
}

/** Takes the key, or finds what became of the request that has it. */
async function claimKey(
  { db, clock }: Deps,
  { caller, request, key }: Parameters<typeof answerOnce>[1],
): Promise<{ claim: Claim } | { kept: KeptAnswer }> {
  const userId = caller.user.id
  const requestHash = hashRequest(request, caller)
  const now = clock.now()
  const expired = new Date(now.getTime() - IDEMPOTENCY_MS)
  const abandoned = new Date(now.getTime() - ABANDONED_MS)
  const [claimed] = await db.$queryRaw<{ createdAt: Date }[]>`
    INSERT INTO idempotency_keys AS kept (user_id, key, request_hash, status, created_at)
    VALUES (${userId}::uuid, ${key}, ${requestHash}, ${UNDER_WAY}, ${now})
    ON CONFLICT (user_id, key) DO UPDATE
    SET request_hash = EXCLUDED.request_hash, status = ${UNDER_WAY}, body = NULL, created_at = ${now}
    WHERE kept.created_at < ${expired}
      OR (kept.status = ${UNDER_WAY} AND kept.created_at < ${abandoned})
    RETURNING created_at AS "createdAt"`
  if (claimed !== undefined) return { claim: { userId, key, createdAt: claimed.createdAt } }
  const row = await db.idempotencyKey.findUnique({ where: { userId_key: { userId, key } } })
  if (row !== null && !requestHash.equals(row.requestHash)) {
    throw new ProblemError(
      'idempotency_key_reused',
      'This Idempotency-Key came with another request before; use a new one for each',
    )
  }
  const isOpen = row !== null && row.status <= DONE
  if (row === null || (isOpen && row.createdAt >= abandoned)) {
    throw new ProblemError('request_under_way', 'The request with this key is not answered yet', {
      retryAfter: 1,
    })
  }
  if (isOpen) {
    throw new ProblemError(
      'answer_lost',
      'The request with this key was carried out, but its answer was lost; look at what it changed',
    )
  }
  return { kept: { status: row.status, text: (row.body as string | null) ?? undefined } }
}

/** Two requests are the same when method, address, body and credential are. */
function hashRequest(request: Request, caller: SessionCaller | TokenCaller): Buffer<ArrayBuffer> {
  const credential = caller.kind === 'token' ? caller.tokenId : 'session'
  const parts = [credential, request.method, request.originalUrl, request.body ?? null]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

/** A database whose transactions say, as the last thing before they commit, that the request is done. */
function markingDb(db: Db, claim: Claim, marking: { isOn: boolean; isDone: boolean }): Db {
  const transaction = async (work: (tx: never) => Promise<unknown>, options?: object) => {
    const result = await db.$transaction(async (tx) => {
      const done = await work(tx as never)
      if (marking.isOn) await mark(tx, claim)
      return done
    }, options)
    marking.isDone ||= marking.isOn
    return result
  }
  return new Proxy(db, {
    get: (target, name) => {
      if (name === '$transaction') return transaction
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** @throws ProblemError, which takes the transaction back, when another took the place of this request. */
async function mark(tx: Pick<Db, 'idempotencyKey'>, claim: Claim): Promise<void> {
  const { count } = await tx.idempotencyKey.updateMany({
    where: { ...claim, status: { in: [UNDER_WAY, DONE] } },
    data: { status: DONE },
  })
  if (count === 1) return
  throw new ProblemError('request_under_way', 'This took too long: another request has its key now')
}

async function keep(db: Db, claim: Claim, { status, text }: KeptAnswer): Promise<void> {
  const data = { status, ...(text === undefined ? {} : { body: text }) }
  await db.idempotencyKey.updateMany({ where: { ...claim, status: { lte: DONE } }, data })
}

async function release(db: Db, claim: Claim): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { ...claim, status: UNDER_WAY } })
}
