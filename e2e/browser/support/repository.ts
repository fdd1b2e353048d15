import { join } from 'node:path'

/** The path of something in the repository. */
export function repository(path: string): string {
  return join(import.meta.dirname, '../../..', path)
}
