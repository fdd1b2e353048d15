import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { getRelease } from './get-release.ts'
import { unyankRelease } from './unyank-release.ts'
import { yankRelease } from './yank-release.ts'

export const releaseRoutes: readonly Binding[] = [
  bind(endpoints.getRelease, getRelease),
  bind(endpoints.yankRelease, yankRelease),
  bind(endpoints.unyankRelease, unyankRelease),
]
