import { StorageAwayError, StorageFullError } from './storage.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** The folder is gone or read-only, the disk or the mount does not work, too many files are open. */
const AWAY = new Set([
  'EACCES',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENOENT',
  'ENOTCONN',
  'ENOTDIR',
  'ENXIO',
  'EPERM',
  'EROFS',
  'ESTALE',
])
/** Calls of the file system: sockets have some of the codes too. */
const CALLS = new Set([
  'close',
  'fdatasync',
  'fstat',
  'fsync',
  'ftruncate',
  'link',
  'mkdir',
  'open',
  'read',
  'rename',
  'stat',
  'write',
])

/** Whether the filesystem has no room left. */
export function isFull(error: unknown): boolean {
  return FULL.has((error as NodeJS.ErrnoException).code ?? '')
}

/** Whether there is no such file. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}

/**
 * An error of the file system as the storage's own: StorageFullError or StorageAwayError, which are
 * the operator's to mend and worth another try later. Others come back as they are.
 */
export function toStorageError(error: unknown): unknown {
  if (isFull(error)) return new StorageFullError('the storage is full', { cause: error })
  const { code = '', syscall = '' } = error as NodeJS.ErrnoException
  if (!AWAY.has(code) || !CALLS.has(syscall)) return error
  return new StorageAwayError(`the storage cannot be used (${code})`, { cause: error })
}
