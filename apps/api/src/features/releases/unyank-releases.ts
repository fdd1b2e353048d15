import type { unyankReleases as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { setYank } from './set-yank.ts'

export const unyankReleases: UseCase<typeof endpoint> = async ({ params, body }, context) => ({
  items: await setYank(context, { ...params, versions: body.versions }, undefined),
})
