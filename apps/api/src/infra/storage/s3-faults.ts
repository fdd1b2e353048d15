import { S3ServiceException } from '@aws-sdk/client-s3'
import { toStorageError } from './storage-faults.ts'
import { StorageAwayError, StorageFullError } from './storage.ts'

/** What stores answer when they have no room left: the quota of a bucket, MinIO's own. */
const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientStorage'])

/** Whether there is no object of the key; a bucket that is not there is another thing. */
export function isMissingObject(error: unknown): boolean {
  return error instanceof S3ServiceException && ['NoSuchKey', 'NotFound'].includes(error.name)
}

/** An error of the client as the storage's own; the local disk has its errors too. */
export function toS3Error(error: unknown): unknown {
  const local = toStorageError(error)
  if (local instanceof StorageAwayError || local instanceof StorageFullError) return local
  const { name, message } = error as Error
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  if (FULL.has(name) || status === 507) {
    return new StorageFullError('the storage is full', { cause: error })
  }
  return new StorageAwayError(`the storage cannot be used (${name}: ${message})`, { cause: error })
}
