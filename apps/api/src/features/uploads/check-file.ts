import { checkFilename } from '../../packaging/check-filename.ts'
import type { FormFields } from '../../packaging/form-metadata.ts'
import { quoteForMessage } from '../../packaging/packaging-error.ts'
import { DIGEST_FIELDS, single } from './check-form-fields.ts'
import type { ReceivedFile } from './hash-stream.ts'
import { UploadRefusal } from './upload-refusal.ts'

const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  sdist: ['.tar.gz', '.zip'],
  bdist_wheel: ['.whl'],
}

/**
 * The file that the form is about.
 * @throws UploadRefusal when there is none.
 */
export function requireFile(file: ReceivedFile | undefined): ReceivedFile {
  if (file !== undefined && file.filename !== '') return file
  throw new UploadRefusal(400, 'no-file', 'Upload payload does not have a file.')
}

/**
 * The file's name and the type of its part against the form. Clients send octet-stream or no type.
 * @throws UploadRefusal, PackagingError for the name.
 */
export function checkFileNameAndType(
  { filename, size }: ReceivedFile,
  partType: string | undefined,
  fields: FormFields,
): void {
  checkFilename(filename)
  const type = single(fields, 'filetype') ?? ''
  if (EXTENSIONS[type]?.some((extension) => filename.endsWith(extension)) !== true) {
    refuse(
      'filetype',
      `Invalid file extension of ${quoteForMessage(filename)}: ${type} files are ${EXTENSIONS[type]?.[0]}.`,
    )
  }
  if (partType !== undefined && /^image\//i.test(partType)) {
    refuse('content-type', 'Invalid distribution file: it was sent as an image.')
  }
  if (size === 0) refuse('file-empty', 'Invalid distribution file: it is empty.')
}

/** @throws UploadRefusal when a digest that was sent is not the file's. */
export function checkDigests(file: ReceivedFile, fields: FormFields): void {
  for (const [field, digest] of DIGEST_FIELDS) {
    const sent = single(fields, field)
    if (sent === undefined || sent.trim().toLowerCase() === file[digest]) continue
    refuse(
      'digest-mismatch',
      `The digest supplied as ${field} does not match a digest calculated from the uploaded file.`,
    )
  }
}

function refuse(reason: string, message: string): never {
  throw new UploadRefusal(400, reason, message)
}
