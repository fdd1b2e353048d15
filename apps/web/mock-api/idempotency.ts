import { ProblemError, type Endpoint } from '@wheelhouse/shared-types'
import type { Context } from './context.ts'
import type { MockDb } from './db.ts'

/** A request that came with an `Idempotency-Key`, and what was answered. */
export type KeptAnswerRow = {
  accountId: string
  key: string
  /** Credential, method, address and body in one text. */
  request: string
  body: unknown
  at: string
}

const DAY = 86_400_000

/**
 * Does a call once for a key of its account: sent again it gets the first answer. Refusals are not kept.
 * @throws ProblemError `malformed_request` for a bad key, or `idempotency_key_reused`
 */
export async function answerOnce(
  call: { endpoint: Endpoint; request: Request; body: unknown; context: Context },
  run: () => Promise<unknown>,
): Promise<{ result: unknown; isReplay: boolean }> {
  const { endpoint, request, body, context } = call
  const { db, account } = context
  const key = readKey(endpoint, request)
  if (key === undefined || account === undefined) return { result: await run(), isReplay: false }
  const parts = [context.token?.id ?? 'session', endpoint.method, request.url, body ?? null]
  const wanted = JSON.stringify(parts)
  const kept = findKept(db, account.id, key)
  if (kept !== undefined) {
    if (kept.request === wanted) return { result: kept.body, isReplay: true }
    throw new ProblemError('idempotency_key_reused', 'This key came with another request before')
  }
  const result = await run()
  const at = db.now().toISOString()
  db.keptAnswers.push({ accountId: account.id, key, request: wanted, body: result, at })
  return { result, isReplay: false }
}

function findKept(db: MockDb, accountId: string, key: string): KeptAnswerRow | undefined {
  const expired = db.now().getTime() - DAY
  db.keptAnswers = db.keptAnswers.filter(({ at }) => Date.parse(at) >= expired)
  return db.keptAnswers.find((row) => row.accountId === accountId && row.key === key)
}

function readKey(endpoint: Endpoint, request: Request): string | undefined {
  const header = request.headers.get('idempotency-key')
  if (header === null || endpoint.method === 'GET') return undefined
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header
  if (endpoint.idempotencyKey && /^[\x20-\x7e]{1,200}$/.test(key)) return key
  throw new ProblemError(
    'malformed_request',
    endpoint.idempotencyKey
      ? 'Idempotency-Key must have 1 to 200 printable ASCII characters'
      : `${endpoint.id} takes no Idempotency-Key; leave the header out`,
  )
}
