import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { checkUpload } from './check-upload.ts'
import { uploadFile } from './upload-file.ts'

/** Uploads as operations of the JSON API; clients of the upload protocol use `/legacy/`. */
export const webUploadRoutes: readonly Binding[] = [
  bind(endpoints.checkUpload, checkUpload),
  bind(endpoints.uploadFile, uploadFile),
]
