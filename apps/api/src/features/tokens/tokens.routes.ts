import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { createToken } from './create-token.ts'
import { listTokens } from './list-tokens.ts'
import { regenerateToken } from './regenerate-token.ts'
import { revokeToken } from './revoke-token.ts'

export const tokenRoutes: readonly Binding[] = [
  bind(endpoints.listTokens, listTokens),
  bind(endpoints.createToken, createToken),
  bind(endpoints.regenerateToken, regenerateToken),
  bind(endpoints.revokeToken, revokeToken),
]
