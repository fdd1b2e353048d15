import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import pg from 'pg'
import { createPerson, createSecret, type Person } from '../../test/callers.ts'
import { startTestApi, testedDatabases, type TestApi } from '../../test/start-test-api.ts'
import { buildWheel, publish } from '../../test/wheels.ts'

describe.each(testedDatabases())('the %s database', (database) => {
  let api: TestApi
  let people: Person[]
  beforeAll(async () => {
    api = await startTestApi({}, { database })
    people = [await createPerson(api), await createPerson(api)]
    await publish(api, await createSecret(api, people[0]!), buildWheel('owned', '1.0'))
  })
  afterAll(() => api.close())

  const query = (sql: string, values: unknown[] = []) => api.deps.database.pool.query(sql, values)
  const projectId = async () =>
    (await api.deps.db.project.findUniqueOrThrow({ where: { normalizedName: 'owned' } })).id
  const owners = async () =>
    (await api.deps.db.role.findMany({ where: { project: { name: 'owned' }, role: 'owner' } })).map(
      (role) => role.principalId,
    )

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(api.deps.database.connection)
    await client.connect()
    return client
  }

  test('lets the last owner of a project neither leave nor become a maintainer', async () => {
    for (const sql of [
      'DELETE FROM roles WHERE project_id = $1',
      "UPDATE roles SET role = 'maintainer' WHERE project_id = $1",
      'DELETE FROM principals WHERE id IN (SELECT principal_id FROM roles WHERE project_id = $1)',
    ]) {
      await expect(query(sql, [await projectId()])).rejects.toThrow(/would have no owner/)
    }
    expect(await owners()).toEqual([people[0]!.userId])
  })

  test('lets an owner leave when another comes in the same transaction, in any order', async () => {
    const client = await connect()
    try {
      await client.query('BEGIN')
      await client.query('DELETE FROM roles WHERE project_id = $1', [await projectIdBy(client)])
      await client.query(
        "INSERT INTO roles (id, project_id, principal_id, role) VALUES (gen_random_uuid(), $1, $2, 'owner')",
        [await projectIdBy(client), people[1]!.userId],
      )
      await client.query('COMMIT')
    } finally {
      await client.end()
    }
    expect(await owners()).toEqual([people[1]!.userId])
  })

  async function projectIdBy(client: pg.Client): Promise<string> {
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM projects WHERE normalized_name = 'owned'",
    )
    return rows[0]!.id
  }

  test('refuses one of two owners who leave at the same moment', async () => {
    const id = await projectId()
    const data = { projectId: id, principalId: people[0]!.userId, role: 'owner' } as const
    await api.deps.db.role.create({ data })
    const outcomes = await Promise.allSettled(
      people.map(async (person) => {
        const client = await connect()
        try {
          await client.query('BEGIN')
          await client.query('DELETE FROM roles WHERE project_id = $1 AND principal_id = $2', [
            id,
            person.userId,
          ])
          await client.query('COMMIT')
        } finally {
          await client.end()
        }
      }),
    )
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await owners()).toHaveLength(1)
  })

  test('keeps a project from being made without an owner, and lets imported ones be', async () => {
    const insert = (name: string, origin: string) =>
      query(
        'INSERT INTO projects (id, name, normalized_name, folded_name, origin) VALUES (gen_random_uuid(), $1, $1, $1, $2::origin)',
        [name, origin],
      )
    await expect(insert('ownerless', 'hosted')).rejects.toThrow(/would have no owner/)
    await insert('imported-one', 'imported')
    await expect(
      query("UPDATE projects SET origin = 'hosted' WHERE name = 'imported-one'"),
    ).rejects.toThrow(/would have no owner/)
    expect(await api.deps.db.project.count({ where: { name: 'ownerless' } })).toBe(0)
  })

  test('deletes a person who owns nothing, with all that is theirs', async () => {
    const { userId } = await createPerson(api)
    await createSecret(api, { userId, username: '', email: '' })
    await query('DELETE FROM principals WHERE id = $1', [userId])
    expect(await api.deps.db.user.count({ where: { id: userId } })).toBe(0)
    expect(await api.deps.db.apiToken.count({ where: { userId } })).toBe(0)
    expect(await api.deps.db.emailAddress.count({ where: { userId } })).toBe(0)
  })

  test.each([
    ['a file of no size', 'UPDATE files SET size = 0', /files_size_positive/],
    ['a file of negative size', 'UPDATE files SET size = -1', /files_size_positive/],
    ['a digest that is none', "UPDATE files SET sha256 = 'ABC'", /files_sha256_shape/],
    ['a path as a filename', "UPDATE files SET filename = '../x'", /files_filename_plain/],
    [
      'a name that is not normalized',
      "UPDATE projects SET normalized_name = 'Not_Normal'",
      /projects_normalized|unique/,
    ],
    ['less than nothing in a project', 'UPDATE projects SET total_size = -1', /not_negative/],
    ['a second clock', 'INSERT INTO index_clock (id, serial) VALUES (2, 0)', /index_clock_one_row/],
    [
      'a reason without a yank',
      "UPDATE releases SET yanked_reason = 'x', yanked_at = NULL",
      /needs_yank/,
    ],
    [
      'a second primary address',
      "INSERT INTO email_addresses (id, user_id, address, address_folded) SELECT gen_random_uuid(), id, 'z@z.zz', 'z@z.zz' FROM users LIMIT 1",
      /one_primary/,
    ],
  ])('refuses %s', async (_what, sql, reason) => {
    await expect(query(sql)).rejects.toThrow(reason)
  })

  test.each([
    ['a filename', 'files', 'filename'],
    ['the bytes of a file', 'files', 'blake2b_256'],
    ['a project', 'projects', 'normalized_name'],
    ['a username', 'users', 'username_folded'],
    ['an address', 'email_addresses', 'address_folded'],
    ['a token', 'api_tokens', 'secret_hash'],
    ['a session', 'sessions', 'sid_hash'],
  ])('has %s once only', async (_what, table, column) => {
    const { rows } = await query(
      `SELECT 1 FROM pg_index i
       JOIN pg_class t ON t.oid = i.indrelid
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
       WHERE t.relname = $1 AND a.attname = $2 AND i.indisunique AND i.indnkeyatts = 1`,
      [table, column],
    )
    expect(rows).toHaveLength(1)
  })
})
