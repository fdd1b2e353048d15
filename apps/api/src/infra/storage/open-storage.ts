import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { openFolderStorage } from './folder.ts'
import { parseS3Url } from './s3-url.ts'
import type { Storage } from './storage.ts'

/** The storage that `STORAGE_URL` names: a bucket, else a folder. */
export async function openStorage(config: Config): Promise<Storage> {
  const { STORAGE_URL, DATA_DIR, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = config
  if (!STORAGE_URL?.startsWith('s3:')) return openFolderStorage(config.filesFolder)
  // Loaded only where it is used: it costs memory and time at the start.
  const { openS3Storage } = await import('./s3.ts')
  const place = parseS3Url(STORAGE_URL)
  const sessionToken = config.AWS_SESSION_TOKEN
  return openS3Storage({
    place: { ...place, region: place.region ?? config.AWS_REGION },
    spool: join(DATA_DIR, 'spool'),
    ...(AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined
      ? {}
      : {
          credentials: {
            accessKeyId: AWS_ACCESS_KEY_ID,
            secretAccessKey: AWS_SECRET_ACCESS_KEY,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
        }),
  })
}
