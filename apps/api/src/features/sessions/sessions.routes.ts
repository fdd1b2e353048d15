import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { endOtherSessions } from './end-other-sessions.ts'
import { endSession } from './end-session.ts'
import { listSessions } from './list-sessions.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

export const sessionRoutes: readonly Binding[] = [
  bind(endpoints.signIn, signIn),
  // Before the one with an id in its place.
  bind(endpoints.signOut, signOut),
  bind(endpoints.listSessions, listSessions),
  bind(endpoints.endSession, endSession),
  bind(endpoints.endOtherSessions, endOtherSessions),
]
