import type { unyankRelease as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { setYank } from './set-yank.ts'

export const unyankRelease: UseCase<typeof endpoint> = async ({ params }, context) => {
  const { project, version } = params
  return (await setYank(context, { project, versions: [version] }, undefined))[0]!
}
