import type { QueryClient } from '@tanstack/react-query'
import { getAccount, type Account } from '@wheelhouse/shared-types'
import { UiError } from '../../api/ui-error.ts'
import { sessionNotice } from './session-notice.ts'

/**
 * To be told every failure of a call: a 401 while somebody was signed in means that the session
 * has ended, and they are told so where they are.
 */
export function noticeSessionEnd(client: QueryClient, error: unknown): void {
  if (!(error instanceof UiError) || error.code !== 'not_authenticated') return
  if (!client.getQueryData<Account | null>([getAccount.id])) return
  client.setQueryData([getAccount.id], null)
  sessionNotice.set(true)
}
