// expect: boundaries(dependencies)
import { createAlpha } from '../features/alpha/create-alpha.ts'

export const known = createAlpha('alpha')
