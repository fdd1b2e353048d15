import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { getSite } from './get-site.ts'

export const siteRoutes: readonly Binding[] = [bind(endpoints.getSite, getSite)]
