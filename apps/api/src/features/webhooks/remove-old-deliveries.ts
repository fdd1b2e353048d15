import { WEBHOOK_KEPT_DAYS } from '@wheelhouse/shared-types'
import type { Db } from '../../infra/db/database.ts'
import type { RemoveOld } from '../../infra/housekeeping.ts'

const KEPT_MS = WEBHOOK_KEPT_DAYS * 24 * 60 * 60 * 1000

/** Messages to webhooks are kept for a month. */
export const removeOldDeliveries =
  (db: Db): RemoveOld =>
  (now, limit) =>
    db.$executeRaw`
      DELETE FROM webhook_deliveries WHERE id IN (
        SELECT id FROM webhook_deliveries
        WHERE created_at < ${new Date(now.getTime() - KEPT_MS)} LIMIT ${limit})`
