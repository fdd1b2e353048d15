import { fileURLToPath } from 'node:url'
import path from 'node:path'

/** Absolute path of the repository's root folder, without a trailing slash. */
export const repositoryRoot = path.resolve(fileURLToPath(import.meta.url), '../../..')

/** An absolute path below the repository's root. */
export function inRepository(...parts: string[]): string {
  return path.join(repositoryRoot, ...parts)
}

/** Where programs keep what they compiled (`apps/api/src/start/keep-compiled.js`): the next start is quicker. */
export const compileCache = inRepository('node_modules/.cache/wheelhouse')
