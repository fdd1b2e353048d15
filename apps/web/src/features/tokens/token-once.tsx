import type { Token } from '@wheelhouse/shared-types'
import { useEffect, useState } from 'react'
import { useBlocker, useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { TokenResult } from './token-result.tsx'

/** A new value, shown once; whoever leaves before it is dismissed is asked. */
export function TokenOnce(props: { token: Token; secret: string; onDone?: () => void }) {
  const { token, secret, onDone } = props
  const t = useTranslations('tokens')
  const navigate = useNavigate()
  const [done, setDone] = useState(false)
  const blocker = useBlocker(!done)
  useEffect(() => {
    if (!done) return
    onDone?.()
    void navigate(paths.tokens())
    showToast(t('dismissed', { name: token.name }))
  }, [done, navigate, onDone, t, token.name])
  return (
    <>
      <TokenResult token={token} secret={secret} onDone={() => setDone(true)} />
      <LazyConfirm
        open={blocker.state === 'blocked'}
        title={t('leaveTitle')}
        actionLabel={t('leave')}
        pendingLabel={t('leave')}
        onConfirm={async () => blocker.proceed?.()}
        onClose={() => blocker.reset?.()}
      >
        <p>{t('leaveBody')}</p>
      </LazyConfirm>
    </>
  )
}
