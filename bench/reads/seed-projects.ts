import { createHash } from 'node:crypto'
import { parseVersion, versionSortKey } from '@wheelhouse/shared-types/python'
import pg from 'pg'
import type { Wheelhouse } from '../../e2e/clients/start-wheelhouse.ts'
import { PAGES, type Page } from './works.ts'

const FILES_OF_A_RELEASE = 20

/** Version and name of each file of a page, as all servers have them. */
export function filesOf(page: Page): { version: string; filename: string; build: string }[] {
  return Array.from({ length: PAGES[page] }, (_, file) => {
    const version = `1.${Math.floor(file / FILES_OF_A_RELEASE)}.0`
    const build = String(1 + (file % FILES_OF_A_RELEASE))
    return {
      version,
      build,
      filename: `${page.replace('-', '_')}-${version}-${build}-py3-none-any.whl`,
    }
  })
}

/**
 * Rows as uploads would leave them, and their pages by the operator's own command, which renders them
 * with the code that an upload runs. Two files of five have no
 * metadata file, as old ones. The files themselves are not there: nobody asks for them.
 */
export async function seedProjects(
  index: Pick<Wheelhouse, 'operate'>,
  databaseUrl: string,
  pages: readonly Page[],
): Promise<void> {
  if (pages.length === 0) return
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const page of pages) await insertProject(client, page)
  } finally {
    await client.end()
  }
  const projects = pages.flatMap((page) => ['--project', page])
  // It ends with an error, because of the files that are not there.
  await index.operate(['fsck', '--repair', 'pages', ...projects]).catch(() => {})
}

async function insertProject(client: pg.Client, page: Page): Promise<void> {
  const files = filesOf(page)
  const project = await idOf(
    client,
    `INSERT INTO projects (id, name, normalized_name, folded_name, origin, latest_version)
     VALUES (gen_random_uuid(), $1, $1, $1, 'imported', '1.0.0') RETURNING id`,
    [page],
  )
  for (const version of new Set(files.map((file) => file.version))) {
    const sortKey = versionSortKey(parseVersion(version)!)
    const release = await idOf(
      client,
      `INSERT INTO releases (id, project_id, version, canonical_version, sort_key, is_prerelease,
         published_at, metadata, origin)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, false, now(), '{}', 'imported') RETURNING id`,
      [project, version, version.replace(/\.0$/, ''), sortKey],
    )
    const names = files.filter((file) => file.version === version)
    const digests = names.map(({ filename }) => digest('sha256', filename))
    await client.query(
      `INSERT INTO files (id, project_id, release_id, filename, sort_key, kind, origin, size, sha256,
         blake2b_256, md5, storage_path, python_tag, abi_tags, platform_tags, build,
         requires_python, metadata_sha256, uploaded_at)
       SELECT gen_random_uuid(), $1, $2, filename, $3 || ' ' || filename, 'wheel', 'imported', 100000,
         digest, digest, md5(filename),
         left(digest, 2) || '/' || substr(digest, 3, 2) || '/' || substr(digest, 5) || '/' || filename,
         'py3', '{none}', '{any}', build, '>=3.9',
         CASE WHEN build::int % 5 < 3 THEN digest END, now()
       FROM unnest($4::text[], $5::text[], $6::text[]) AS file (filename, build, digest)`,
      [
        project,
        release,
        sortKey,
        names.map(({ filename }) => filename),
        names.map(({ build }) => build),
        digests,
      ],
    )
  }
}

async function idOf(client: pg.Client, statement: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ id: string }>(statement, values)
  return rows[0]!.id
}

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex')
}
