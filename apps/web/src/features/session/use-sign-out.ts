import { useQueryClient } from '@tanstack/react-query'
import { getAccount, getSite, signOut } from '@wheelhouse/shared-types'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { paths } from '../../paths.ts'
import { clearToasts, showToast } from '../../ui/toast.tsx'
import { announceSession } from './session-channel.ts'

/** Ends the session here and in every tab, and forgets what only this person may see. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  const t = useTranslations('common')
  return async () => {
    try {
      await call(signOut, {})
    } catch (error) {
      const { code } = toUiError(error)
      // A session that is gone already is what was asked for.
      if (code !== 'not_authenticated') return showToast(t('crash.server'))
    }
    await navigate(paths.home())
    client.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== getSite.id && queryKey[0] !== getAccount.id,
    })
    client.setQueryData([getAccount.id], null)
    announceSession()
    // What was said before was said to the person who left.
    clearToasts()
    showToast(t('signedOut'))
  }
}
