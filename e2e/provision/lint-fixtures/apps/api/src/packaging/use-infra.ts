// expect: boundaries(dependencies)
import { slugOf } from '../infra/slug.ts'

export const slug = slugOf('Alpha')
