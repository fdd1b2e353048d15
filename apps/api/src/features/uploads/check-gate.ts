import type { Request } from 'express'
import type { Config } from '../../config.ts'
import { fileTooLarge } from './hash-stream.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** Room for the fields around the file, in bytes. */
const FORM_ALLOWANCE = 10 * 2 ** 20

/** @throws UploadRefusal 403 when the operator takes no uploads at the moment. */
export function checkUploadsOn(config: Pick<Config, 'READ_ONLY' | 'ALLOW_UPLOADS'>): void {
  if (config.READ_ONLY) {
    throw new UploadRefusal(403, 'read-only', 'The index is read-only at the moment; try later')
  }
  if (!config.ALLOW_UPLOADS) {
    throw new UploadRefusal(403, 'uploads-off', 'New uploads are disabled at the moment; try later')
  }
}

/** @throws UploadRefusal for a body that says of itself that it is too long. */
export function checkDeclaredLength(config: Pick<Config, 'MAX_FILE_SIZE'>, request: Request): void {
  const declared = Number(request.get('content-length') ?? 0)
  if (declared > config.MAX_FILE_SIZE + FORM_ALLOWANCE) throw fileTooLarge(config.MAX_FILE_SIZE)
}
