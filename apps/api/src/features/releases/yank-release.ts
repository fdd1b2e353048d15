import type { yankRelease as endpoint } from '@wheelhouse/shared-types'
import type { UseCase } from '../../http/bind.ts'
import { setYank } from './set-yank.ts'

export const yankRelease: UseCase<typeof endpoint> = async ({ params, body }, context) => {
  const { project, version } = params
  return (await setYank(context, { project, versions: [version] }, body.reason))[0]!
}
