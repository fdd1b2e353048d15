import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { classifyFilename, isTakenFormat } from './classify-filename.ts'
import { SourceError } from './source-error.ts'
import { selectFiles, type Selection } from './select-files.ts'
import type { Listing, SourceFile } from './source-file.ts'

/**
 * A file, or the wheels and source distributions in a folder and the folders in it (links to folders
 * are not followed: they can go in circles).
 * @throws SourceError when the path cannot be read, or names a file that is no distribution.
 */
export async function listFolder(path: string, selection: Selection): Promise<Listing> {
  try {
    const found: SourceFile[] = []
    if ((await stat(path)).isDirectory()) {
      for await (const file of walk(path)) found.push(toSourceFile(file))
    } else {
      const named = classifyFilename(basename(path))
      if ('skip' in named) throw new SourceError(named.why)
      found.push(toSourceFile(path))
    }
    return selectFiles(found, selection)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new SourceError('there is no such file or folder')
    if (code === 'EACCES') throw new SourceError('it may not be read')
    throw error
  }
}

const toSourceFile = (path: string): SourceFile => ({
  filename: basename(path),
  place: { kind: 'path', path },
  hashes: {},
})

async function* walk(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else if (isTakenFormat(entry.name) && (entry.isFile() || (await leadsToFile(path)))) yield path
  }
}

/** Whether a link leads to a file; one that leads nowhere does not. */
async function leadsToFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ?? false
}
