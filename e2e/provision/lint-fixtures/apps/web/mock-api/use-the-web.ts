// expect: boundaries(dependencies)
import { page } from '../src/page.ts'

export const used = page
