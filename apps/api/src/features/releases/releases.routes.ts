import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { changeDescription } from './change-description.ts'
import { getDescription } from './get-description.ts'
import { getRelease } from './get-release.ts'
import { restoreDescription } from './restore-description.ts'
import { unyankRelease } from './unyank-release.ts'
import { unyankReleases } from './unyank-releases.ts'
import { yankRelease } from './yank-release.ts'
import { yankReleases } from './yank-releases.ts'

export const releaseRoutes: readonly Binding[] = [
  bind(endpoints.getRelease, getRelease),
  bind(endpoints.yankRelease, yankRelease),
  bind(endpoints.unyankRelease, unyankRelease),
  bind(endpoints.getDescription, getDescription),
  bind(endpoints.changeDescription, changeDescription),
  bind(endpoints.restoreDescription, restoreDescription),
  bind(endpoints.yankReleases, yankReleases),
  bind(endpoints.unyankReleases, unyankReleases),
]
