// expect: boundaries(dependencies)
import { createHash } from 'node:crypto'

export const hash = createHash
