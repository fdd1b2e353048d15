import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

export const sessionRoutes: readonly Binding[] = [
  bind(endpoints.signIn, signIn),
  bind(endpoints.signOut, signOut),
]
