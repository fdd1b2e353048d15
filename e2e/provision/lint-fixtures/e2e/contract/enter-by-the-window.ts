// expect: boundaries(dependencies)
import { createAlpha } from '../../apps/api/src/features/alpha/create-alpha.ts'

export const entered = createAlpha('alpha')
