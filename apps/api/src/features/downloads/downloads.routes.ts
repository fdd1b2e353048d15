import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { getDownloads } from './get-downloads.ts'

export const downloadRoutes: readonly Binding[] = [
  bind(endpoints.getProjectDownloads, getDownloads),
]
