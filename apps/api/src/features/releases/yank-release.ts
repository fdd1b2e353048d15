import type { yankRelease as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { setYank } from './set-yank.ts'

export const yankRelease: UseCase<typeof endpoint> = ({ params, body }, context) =>
  setYank(context, params, body.reason)
