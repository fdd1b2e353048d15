// expect: boundaries(dependencies)
import { presentAlpha } from '../alpha/alpha.present.ts'

export const reached = presentAlpha({ name: 'alpha' })
