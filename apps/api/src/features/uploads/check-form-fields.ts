import type { Form } from './judge-file.ts'
import type { ReceivedFile } from './receive-form.ts'
import { UploadRefusal } from './upload-refusal.ts'

const DIGESTS = [
  ['md5_digest', 'md5'],
  ['sha256_digest', 'sha256'],
  ['blake2_256_digest', 'blake2b256'],
] as const

const RETIRED: Record<string, string> = {
  submit: 'Projects are made by their first upload; there is nothing to register.',
  submit_pkg_info: 'Projects are made by their first upload; there is nothing to register.',
  doc_upload: 'Documentation is not hosted here.',
}

/**
 * The fields of the upload protocol itself (what concerns the metadata is compared with the file).
 * @throws UploadRefusal for a wrong action, protocol, file type or digest.
 */
export function checkFormFields(fields: Form, file: ReceivedFile | undefined): ReceivedFile {
  const refuse = (reason: string, message: string): never => {
    throw new UploadRefusal(400, reason, message)
  }
  const action = single(fields, ':action')
  if (action !== undefined && RETIRED[action] !== undefined) {
    throw new UploadRefusal(410, 'action-retired', RETIRED[action])
  }
  if (action !== undefined && action !== 'file_upload') {
    refuse('action-unknown', 'Unknown :action; an upload is file_upload.')
  }
  if ((single(fields, 'protocol_version') ?? '1') !== '1') {
    refuse('protocol-version', 'Unknown protocol version; only 1 is supported.')
  }
  if (file === undefined || file.filename === '') {
    throw new UploadRefusal(400, 'no-file', 'Upload payload does not have a file.')
  }
  if (file.size === 0) refuse('file-empty', 'The file is empty.')
  checkFileType(fields, file)
  const sent = DIGESTS.filter(([field]) => single(fields, field) !== undefined)
  for (const [field, digest] of sent) {
    if (single(fields, field)!.toLowerCase() !== file[digest]) {
      refuse(
        'digest-mismatch',
        `The digest supplied as ${field} does not match a digest calculated from the uploaded file.`,
      )
    }
  }
  return file
}

function checkFileType(fields: Form, file: ReceivedFile): void {
  const type = single(fields, 'filetype')
  const expected = file.filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist'
  if (type === undefined || type === expected) return
  throw new UploadRefusal(
    400,
    'filetype',
    ['sdist', 'bdist_wheel'].includes(type)
      ? `Invalid file extension for filetype ${type}: sdist is .tar.gz, bdist_wheel is .whl.`
      : 'Unknown type of file: use sdist or bdist_wheel.',
  )
}

/** @throws UploadRefusal when the field was sent twice. */
export function single(fields: Form, name: string): string | undefined {
  const values = fields[name]
  if (values !== undefined && values.length > 1) {
    throw new UploadRefusal(400, 'field-repeated', `The field ${name} may be sent once only.`)
  }
  return values?.[0]?.trim()
}
