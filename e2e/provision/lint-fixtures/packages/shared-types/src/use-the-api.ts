// expect: boundaries(dependencies)
import { slugOf } from '../../../apps/api/src/infra/slug.ts'

export const slug = slugOf('Alpha')
