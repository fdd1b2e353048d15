// expect: none
import { createBeta } from './features/beta/create-beta.ts'

export function createApp(): unknown {
  return createBeta
}
