// expect: boundaries(dependencies)
import { page } from '../../../../web/src/page.ts'

export const called = page
