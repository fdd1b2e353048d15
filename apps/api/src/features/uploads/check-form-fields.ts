import type { FormFields } from '../../packaging/form-metadata.ts'
import { checkName } from '../../packaging/check-metadata.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** Fields with a digest of the file. */
export const DIGEST_FIELDS = [
  ['md5_digest', 'md5'],
  ['sha256_digest', 'sha256'],
  ['blake2_256_digest', 'blake2b256'],
] as const

const FILE_TYPES = ['sdist', 'bdist_wheel']

const RETIRED: Readonly<Record<string, string>> = {
  submit: 'Projects are made by their first upload; there is nothing to register.',
  submit_pkg_info: 'Projects are made by their first upload; there is nothing to register.',
  doc_upload: 'Documentation is not hosted here.',
}

/** @throws UploadRefusal 410 for what the first index could do, 400 for what none could. */
export function checkAction(action: string | undefined): void {
  if (action === undefined || action === 'file_upload') return
  const retired = Object.hasOwn(RETIRED, action) ? RETIRED[action] : undefined
  if (retired !== undefined) throw new UploadRefusal(410, 'action-retired', retired)
  refuse('action-unknown', 'Unknown :action; an upload is file_upload.')
}

/** @throws UploadRefusal for another version of the protocol than the one there is. */
export function checkProtocol(fields: FormFields): void {
  if ((single(fields, 'protocol_version') ?? '1') !== '1') {
    refuse('protocol-version', 'Unknown protocol version; only 1 is supported.')
  }
}

/**
 * The fields that describe the file rather than its metadata: the name first, the others by their
 * names, what concerns two of them last.
 * @throws UploadRefusal, PackagingError for the name.
 */
export function checkFileFields(fields: FormFields): void {
  checkName(single(fields, 'name'))
  checkDigestShape(fields, 'blake2_256_digest')
  checkFileType(single(fields, 'filetype'))
  checkDigestShape(fields, 'sha256_digest')
  checkPythonVersion(single(fields, 'filetype'), single(fields, 'pyversion'))
  if (DIGEST_FIELDS.every(([field]) => single(fields, field) === undefined)) {
    refuse('digest-missing', 'Include at least one message digest (sha256_digest).')
  }
}

/** An MD5 is only compared: some clients were told that it is base64. */
function checkDigestShape(fields: FormFields, field: string): void {
  const digest = single(fields, field)
  if (digest === undefined || /^[0-9a-f]{64}$/i.test(digest)) return
  refuse('digest-shape', `Invalid value for ${field}: a digest is 64 hexadecimal digits.`)
}

function checkFileType(type: string | undefined): void {
  if (type === undefined) {
    refuse('filetype', 'Invalid value for filetype: this field is required.')
  }
  if (!FILE_TYPES.includes(type)) {
    refuse('filetype', 'Invalid value for filetype: use a known file type: sdist or bdist_wheel.')
  }
}

function checkPythonVersion(type: string | undefined, version: string | undefined): void {
  if (type === 'bdist_wheel' && version === undefined) {
    refuse('pyversion', 'Python version is required for binary distribution uploads (pyversion).')
  }
  if (type === 'sdist' && (version ?? 'source') !== 'source') {
    refuse('pyversion', "Use 'source' as Python version for an sdist (pyversion).")
  }
}

/**
 * The value of a field that is sent once; undefined when it is not sent.
 * @throws UploadRefusal when it was sent twice.
 */
export function single(fields: FormFields, name: string): string | undefined {
  const values = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (values !== undefined && values.length > 1) {
    refuse('field-repeated', `The field ${name} may be sent once only.`)
  }
  return values?.[0]
}

function refuse(reason: string, message: string): never {
  throw new UploadRefusal(400, reason, message)
}
