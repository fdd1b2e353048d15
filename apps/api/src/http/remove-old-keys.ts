import type { Db } from '../infra/db/database.ts'
import type { RemoveOld } from '../infra/housekeeping.ts'
import { IDEMPOTENCY_MS } from './idempotency.ts'

/** Keys of requests are remembered for a day. */
export const removeOldKeys =
  (db: Db): RemoveOld =>
  (now, limit) =>
    db.$executeRaw`
      DELETE FROM idempotency_keys WHERE (user_id, key) IN (
        SELECT user_id, key FROM idempotency_keys
        WHERE created_at < ${new Date(now.getTime() - IDEMPOTENCY_MS)} LIMIT ${limit})`
