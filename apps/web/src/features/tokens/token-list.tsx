import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listTokens, regenerateToken, revokeToken, type Token } from '@wheelhouse/shared-types'
import { memo, useEffect, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { useNow } from '../../lib/now.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { siteQuery } from '../site/queries.ts'
import { SafeLink } from '../projects/safe-link.tsx'
import { livesLonger, tokenState } from './token-state.ts'
import styles from './token-list.module.css'

/** The tokens as cards: what each is good for in words, and the button that ends it. */
export function TokenList(props: {
  tokens: readonly Token[]
  onRegenerated: (token: Token, secret: string) => void
}) {
  const { tokens, onRegenerated } = props
  const t = useTranslations('tokens')
  const revoke = useRevoke()
  const [asked, setAsked] = useState<Token>()
  const [renewed, setRenewed] = useState<Token>()
  const client = useQueryClient()
  const maxDays = useQuery(siteQuery()).data?.tokenMaxDays ?? null
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
      <FirstRows rows={tokens}>
        {(shown) => (
          <ul className={styles.list} aria-label={t('list')}>
            {shown.map((token) => (
              <TokenCard key={token.id} token={token} onRevoke={setAsked} onRenew={setRenewed} />
            ))}
          </ul>
        )}
      </FirstRows>
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
      <LazyConfirm
        open={renewed !== undefined}
        title={t('renewTitle', { name: renewed?.name ?? '' })}
        actionLabel={t('renewAction')}
        pendingLabel={t('renewing')}
        onConfirm={async () => {
          if (renewed === undefined) return
          const { id } = renewed
          const { token, secret } = await call(regenerateToken, { params: { id } })
          onRegenerated(token, secret)
          await client.invalidateQueries({ queryKey: [listTokens.id] })
        }}
        onClose={() => setRenewed(undefined)}
      >
        <p>{t('renewBody')}</p>
        {renewed !== undefined && maxDays !== null && livesLonger(renewed, maxDays) && (
          <p>{t('renewShorter', { days: maxDays })}</p>
        )}
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

const TokenCard = memo(function TokenCard(props: {
  token: Token
  onRevoke: (token: Token) => void
  onRenew: (token: Token) => void
}) {
  const { token, onRevoke, onRenew } = props
  const t = useTranslations('tokens')
  const format = useFormatter()
  const now = useNow()
  const { name, scope, actions, networks, leak, createdAt, lastUsedAt, expiresAt } = token
  const state = tokenState(token, now)
  return (
    <li className={styles.card} data-expired={state === 'expired' || leak !== null || undefined}>
      <div className={styles.head}>
        <h3 dir="auto">{name}</h3>
        {leak !== null && <Badge tone="danger">{t('leaked')}</Badge>}
        {state === 'expired' && <Badge>{t('expired')}</Badge>}
        {state === 'soon' && <Badge tone="warning">{t('expiresSoon')}</Badge>}
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t('scope')}</dt>
          <dd>
            {scope.kind === 'account'
              ? t('scopeAccount')
              : format.list([
                  ...scope.projects,
                  ...scope.newProjects.map((project) => t('scopeNew', { project })),
                ])}
          </dd>
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
        {networks.length > 0 && (
          <div>
            <dt>{t('networksFrom')}</dt>
            <dd>{format.list(networks)}</dd>
          </div>
        )}
        {leak !== null && (
          <div>
            <dt>{t('leakedAt')}</dt>
            <dd>
              <Day at={leak.at} />{' '}
              {leak.url !== null && <SafeLink url={leak.url}>{t('leakedUrl')}</SafeLink>}
            </dd>
          </div>
        )}
      </dl>
      <div className={styles.buttons}>
        {leak === null && (
          <Button
            size="small"
            aria-label={t('renewNamed', { name })}
            onClick={() => onRenew(token)}
          >
            {t('renew')}
          </Button>
        )}
        <Button
          size="small"
          aria-label={t(leak === null ? 'revokeNamed' : 'dismissNamed', { name })}
          onClick={() => onRevoke(token)}
        >
          {t(leak === null ? 'revoke' : 'dismiss')}
        </Button>
      </div>
    </li>
  )
})
