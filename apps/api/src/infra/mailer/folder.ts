import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mail, Mailer } from './mailer.ts'

export type KeptMail = Mail & { id: string; at: string }

/** The dev mailbox: each mail is a JSON file, and nothing leaves the machine. */
export function createFolderMailer(folder: string): Mailer {
  return {
    kind: 'folder',
    send: async ({ id, to, subject, text, at }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, `${id}.json`)
      const kept: KeptMail = { id, to, subject, text, at: at.toISOString() }
      await writeFile(`${path}.part`, JSON.stringify(kept, null, 2), { mode: 0o600 })
      await rename(`${path}.part`, path)
    },
  }
}

const MOST_SHOWN = 200

/** The newest kept mails, newest first (ids are UUIDv7: their order is that of time). */
export async function readKeptMails(folder: string): Promise<KeptMail[]> {
  const names = await readdir(folder).catch(() => [])
  const newest = names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .toReversed()
    .slice(0, MOST_SHOWN)
  return Promise.all(
    newest.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as KeptMail),
  )
}
