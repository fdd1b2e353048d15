// expect: none
import { slugOf } from '../../infra/slug.ts'
import { mayCreateAlpha } from '../alpha/alpha.policy.ts'
import { createAlpha } from '../alpha/create-alpha.ts'
import { presentBeta } from './beta.present.ts'

export function createBeta(name: string): string | undefined {
  return mayCreateAlpha(true) ? presentBeta(createAlpha(slugOf(name))) : undefined
}
