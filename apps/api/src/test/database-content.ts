import type { TestApi } from './start-test-api.ts'

/** When somebody was here: reading may change these. */
const TOUCHED = ['last_seen_at', 'last_used_at']
/** Counters and the outbox's own bookkeeping say nothing of what was done. */
const LEFT_OUT = ['rate_limits', 'file_downloads', 'project_downloads', '_prisma_migrations']

/** A fingerprint of each table's rows, by name: equal before and after means nothing was done. */
export async function databaseContent({ deps }: TestApi): Promise<Record<string, string>> {
  // What was done before is told first.
  await deps.outbox.flush()
  const { pool } = deps.database
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1",
  )
  const content: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !LEFT_OUT.includes(table.name))) {
    const { rows } = await pool.query<{ digest: string | null }>(
      `SELECT md5(string_agg(line, E'\\n' ORDER BY line)) AS digest
       FROM (SELECT (to_jsonb(t) - $1::text[])::text AS line FROM "${name}" t) AS lines`,
      [TOUCHED],
    )
    content[name] = rows[0]?.digest ?? ''
  }
  return content
}
