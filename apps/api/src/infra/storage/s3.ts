import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { openFolderStorage } from './folder.ts'
import { isMissingObject, toS3Error } from './s3-faults.ts'
import type { S3Place } from './s3-url.ts'
import {
  sidecarOf,
  StorageAwayError,
  type IncomingFile,
  type Span,
  type Storage,
} from './storage.ts'

export type S3Options = {
  readonly place: S3Place
  /** Without them the ways of Amazon's client hold: its files, a role of the machine or the pod. */
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** A local folder for uploads under way. */
  readonly spool: string
}

const CONNECT_MS = 2_000
/** Silence on a connection; a client that reads slowly makes silence too. */
const SILENCE_MS = 60_000
/** A stream cannot be sent again by the client library: we begin anew. */
const PUT_ATTEMPTS = 3
const PUT_PAUSE_MS = 250
const MOST_SOCKETS = 200

/**
 * Files in a bucket. Uploads are received in a local folder and put under their content address with
 * their SHA-256, which the store compares: a key always has its whole content or does not exist.
 */
export async function openS3Storage({ place, credentials, spool }: S3Options): Promise<Storage> {
  const client = createClient(place, credentials)
  const local = await openFolderStorage(spool)
  const at = (storagePath: string) => ({
    Bucket: place.bucket,
    Key: `${place.prefix}${storagePath}`,
  })
  const put = async (storagePath: string, sha256: string, size: number, body: Body) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.send(
          new PutObjectCommand({
            ...at(storagePath),
            Body: body(),
            ContentLength: size,
            ContentType: 'application/octet-stream',
            ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
          }),
        )
        return
      } catch (error) {
        if (attempt >= PUT_ATTEMPTS) throw toS3Error(error)
        await wait(PUT_PAUSE_MS * attempt)
      }
    }
  }
  const write: Storage['write'] = (storagePath, bytes) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return put(storagePath, sha256, bytes.length, () => bytes)
  }
  const receive = async (): Promise<IncomingFile> => {
    const file = await local.receive()
    return {
      ...file,
      // The bucket is another place: there is nothing to begin with.
      settle: () => {},
      publish: async (storagePath, sha256, metadata) => {
        if (metadata !== undefined) await write(sidecarOf(storagePath), metadata)
        const { size } = await stat(file.path)
        await put(storagePath, sha256, size, () => createReadStream(file.path))
      },
    }
  }
  const measure: Storage['measure'] = (storagePath) =>
    unlessMissing(async () => {
      const { ContentLength } = await client.send(new HeadObjectCommand(at(storagePath)))
      return ContentLength
    })
  const open: Storage['open'] = (storagePath, span) =>
    unlessMissing(async () => {
      const range = span === undefined ? {} : { Range: `bytes=${span.start}-${span.end}` }
      const found = await client.send(new GetObjectCommand({ ...at(storagePath), ...range }))
      const body = found.Body as Readable
      return { size: sizeOfWhole(found, span), body }
    })

  return {
    receive,
    measure,
    open,
    write,
    check: async () => {
      const first = { Bucket: place.bucket, Prefix: place.prefix, MaxKeys: 1 }
      await client.send(new ListObjectsV2Command(first)).catch((error: unknown) => {
        throw toS3Error(error)
      })
      await local.check()
    },
    withLocalCopy: async (storagePath, work) => {
      const copy = await local.receive()
      try {
        const opened = await open(storagePath)
        if (opened === undefined) throw new StorageAwayError(`there is no ${storagePath}`)
        await pipeline(opened.body, createWriteStream(copy.path, { flags: 'wx' }))
        return await work(copy.path)
      } finally {
        await copy.discard()
      }
    },
    list: () => listObjects(client, place),
    listIncoming: () => local.listIncoming(),
    remove: async (storagePath, before) => {
      if (storagePath.startsWith('.incoming/')) return local.remove(storagePath, before)
      return (
        (await unlessMissing(async () => {
          const { LastModified } = await client.send(new HeadObjectCommand(at(storagePath)))
          // An object store has no rename: what is written anew from here on is removed with the rest.
          if (LastModified === undefined || LastModified >= before) return false
          await client.send(new DeleteObjectCommand(at(storagePath)))
          return true
        })) ?? false
      )
    },
    close: () => client.destroy(),
  }
}

type Body = () => Readable | Uint8Array

function createClient(place: S3Place, credentials: S3Options['credentials']): S3Client {
  const agent = { keepAlive: true, maxSockets: MOST_SOCKETS }
  return new S3Client({
    region: place.region ?? 'us-east-1',
    ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: 2,
    // We give the digest ourselves; stores that are not Amazon's know no trailing checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      httpAgent: agent,
      httpsAgent: agent,
    },
  })
}

function sizeOfWhole(
  { ContentLength, ContentRange }: GetObjectCommandOutput,
  span: Span | undefined,
): number {
  const size = span === undefined ? ContentLength : Number(ContentRange?.split('/')[1])
  if (size !== undefined && Number.isSafeInteger(size)) return size
  throw new StorageAwayError('the storage did not say how long a file is')
}

async function* listObjects(client: S3Client, { bucket, prefix }: S3Place) {
  let token: string | undefined
  do {
    const page = await client
      .send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      )
      .catch((error: unknown) => {
        throw toS3Error(error)
      })
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      if (Key === undefined || LastModified === undefined) continue
      yield { storagePath: Key.slice(prefix.length), size: Size ?? 0, modifiedAt: LastModified }
    }
    token = page.NextContinuationToken
  } while (token !== undefined)
}

async function unlessMissing<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (isMissingObject(error)) return undefined
    throw toS3Error(error)
  }
}
