import pg from 'pg'

/** So many projects without a file, as an import would have named them. */
export async function seedNames(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(
      `INSERT INTO projects (id, name, normalized_name, folded_name, origin, serial)
       SELECT gen_random_uuid(), 'Seeded-Project-' || n, 'seeded-project-' || n,
         'seeded-project-' || n, 'imported', 1
       FROM generate_series(1, $1::int) AS n`,
      [count],
    )
    await client.query('UPDATE index_clock SET serial = serial + 1')
    await client.query('ANALYZE projects')
  } finally {
    await client.end()
  }
}
