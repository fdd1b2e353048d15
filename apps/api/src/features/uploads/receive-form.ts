import busboy from 'busboy'
import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import { hashStream, type ReceivedFile } from './hash-stream.ts'
import { UploadRefusal } from './upload-refusal.ts'

export type ReceivedForm = {
  /** Fields by name, in the order they came; empty values left out. */
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly file: ReceivedFile | undefined
  /** Content type of the file's part. */
  readonly partType: string | undefined
}

/** The description is the one long field. */
const MOST_FIELD_BYTES = 2 * 2 ** 20
const MOST_FIELDS = 4_000
const MOST_FORM_BYTES = 8 * 2 ** 20
/** File parts that old clients send beside the distribution; read and thrown away. */
const IGNORED_FILES = new Set(['gpg_signature'])

/**
 * Reads a multipart upload: fields in any order around the file, the file streamed to the storage's
 * own filesystem with its digests following. Bounds hold as bytes arrive.
 * @throws UploadRefusal for a body that is no such form, or is over a limit. Nothing is left on disk.
 */
export async function receiveForm(
  request: Request,
  deps: Pick<Deps, 'storage' | 'digests'>,
  maxFileSize: number,
): Promise<ReceivedForm> {
  const fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  const parser = openParser(request)
  let file: Promise<ReceivedFile> | undefined
  let partType: string | undefined
  let formBytes = 0
  const abort = new AbortController()

  const done = new Promise<void>((resolve, reject) => {
    const refuse = (refusal: UploadRefusal) => {
      abort.abort(refusal)
      reject(refusal)
    }
    parser.on('field', (name, value, info) => {
      formBytes += name.length + value.length
      if (info.valueTruncated || info.nameTruncated || formBytes > MOST_FORM_BYTES) {
        refuse(new UploadRefusal(413, 'field-too-long', `The field ${plain(name)} is too long`))
      } else if (value !== '' && value.trim() !== 'UNKNOWN') {
        ;(fields[name] ??= []).push(value.replaceAll('\0', '\\x00'))
      }
    })
    parser.on('file', (name, stream, info) => {
      stream.on('error', () => {})
      if (name !== 'content') {
        stream.resume()
        if (IGNORED_FILES.has(name)) return
        refuse(
          new UploadRefusal(
            400,
            'field-is-file',
            `${plain(name)}: should not be a tuple (it was sent as a file)`,
          ),
        )
      } else if (file !== undefined) {
        stream.resume()
        refuse(new UploadRefusal(400, 'several-files', 'Only one file may be sent in an upload'))
      } else {
        partType = info.mimeType
        file = hashStream(stream, info.filename ?? '', deps, maxFileSize, abort.signal)
        file.catch(refuse)
      }
    })
    const tooMany = () =>
      refuse(new UploadRefusal(413, 'too-many-fields', 'The form has too many fields'))
    parser.on('fieldsLimit', tooMany)
    parser.on('partsLimit', tooMany)
    parser.on('filesLimit', tooMany)
    parser.once('error', () =>
      refuse(new UploadRefusal(400, 'malformed-form', 'The form data is cut off or malformed')),
    )
    parser.once('close', resolve)
    request.once('aborted', () =>
      refuse(new UploadRefusal(400, 'aborted', 'The upload was cut off')),
    )
  })

  request.pipe(parser)
  try {
    await done
    return { fields, file: await file, partType }
  } catch (error) {
    request.unpipe(parser)
    await file?.then(
      (received) => received.incoming.discard(),
      () => {},
    )
    throw error
  }
}

function openParser(request: Request) {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      preservePath: true,
      limits: {
        fieldSize: MOST_FIELD_BYTES,
        fields: MOST_FIELDS,
        files: 3,
        parts: MOST_FIELDS + 3,
      },
    })
  } catch {
    throw new UploadRefusal(400, 'not-a-form', 'Send the upload as multipart/form-data')
  }
}

/** A stranger's field name as it may stand in a message. */
const plain = (name: string) => name.slice(0, 60).replace(/[^\w.:-]/g, '?')
