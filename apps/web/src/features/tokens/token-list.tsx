import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listTokens, revokeToken, type Token } from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useFormatter, useNow, useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { tokenState } from './token-state.ts'
import styles from './token-list.module.css'

/** The tokens as cards: what each is good for in words, and the button that ends it. */
export function TokenList({ tokens }: { tokens: readonly Token[] }) {
  const t = useTranslations('tokens')
  const revoke = useRevoke()
  const [asked, setAsked] = useState<Token>()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The card whose button opened the question is gone: the focus goes to the list it was in.
    if (revoke.isSuccess) heading.current?.focus()
  }, [revoke.isSuccess, revoke.submittedAt])
  return (
    <section className={styles.tokens}>
      <h2 ref={heading} tabIndex={-1}>
        {t('list')}
      </h2>
      <ul className={styles.list} aria-label={t('list')}>
        {tokens.map((token) => (
          <TokenCard key={token.id} token={token} onRevoke={() => setAsked(token)} />
        ))}
      </ul>
      <LazyConfirm
        open={asked !== undefined}
        title={t('revokeTitle', { name: asked?.name ?? '' })}
        actionLabel={t('revokeAction')}
        pendingLabel={t('revoking')}
        onConfirm={async () => {
          if (asked !== undefined) await revoke.mutateAsync(asked)
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('revokeBody')}</p>
      </LazyConfirm>
    </section>
  )
}

function useRevoke() {
  const t = useTranslations('tokens')
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Token) => call(revokeToken, { params: { id } }),
    onSuccess: async (_nothing, { name }) => {
      await client.invalidateQueries({ queryKey: [listTokens.id] })
      showToast(t('revoked', { name }))
    },
  })
}

function TokenCard({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const t = useTranslations('tokens')
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const { name, scope, actions, createdAt, lastUsedAt, expiresAt } = token
  const state = tokenState(token, now.getTime())
  return (
    <li className={styles.card} data-expired={state === 'expired' || undefined}>
      <div className={styles.head}>
        <h3 dir="auto">{name}</h3>
        {state === 'expired' && <Badge>{t('expired')}</Badge>}
        {state === 'soon' && <Badge tone="warning">{t('expiresSoon')}</Badge>}
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t('scope')}</dt>
          <dd>{scope.kind === 'account' ? t('scopeAccount') : format.list(scope.projects)}</dd>
        </div>
        <div>
          <dt>{t('actions')}</dt>
          <dd>{format.list(actions.map((action) => t(`action.${action}`)))}</dd>
        </div>
        <div>
          <dt>{t('created')}</dt>
          <dd>
            <Day at={createdAt} />
          </dd>
        </div>
        <div>
          <dt>{t('used')}</dt>
          <dd>{lastUsedAt === null ? t('never') : <RelativeTime at={lastUsedAt} />}</dd>
        </div>
        <div>
          <dt>{t(state === 'expired' ? 'expired' : 'expires')}</dt>
          <dd>{expiresAt === null ? t('never') : <Day at={expiresAt} />}</dd>
        </div>
      </dl>
      <Button size="small" aria-label={t('revokeNamed', { name })} onClick={onRevoke}>
        {t('revoke')}
      </Button>
    </li>
  )
}
