import type { unyankRelease as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { setYank } from './set-yank.ts'

export const unyankRelease: UseCase<typeof endpoint> = ({ params }, context) =>
  setYank(context, params, undefined)
