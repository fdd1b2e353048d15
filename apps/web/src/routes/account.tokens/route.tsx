import { useQuery } from '@tanstack/react-query'
import type { Token } from '@wheelhouse/shared-types'
import { Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { tokensQuery } from '../../features/tokens/queries.ts'
import { TokenList } from '../../features/tokens/token-list.tsx'
import { TokenOnce } from '../../features/tokens/token-once.tsx'
import { useForgetful } from '../../lib/use-forgetful.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query({ ...tokensQuery(), staleTime: 'static' }))

/** The signed-in person's API tokens. */
export function Component() {
  const t = useTranslations('tokens')
  const { data: tokens, error, refetch } = useQuery(tokensQuery())
  const [made, setMade] = useState<{ token: Token; secret: string }>()
  useForgetful(() => setMade(undefined))
  const forget = useCallback(() => setMade(undefined), [])
  if (made !== undefined) {
    return (
      <Page title={t('title')}>
        <TokenOnce {...made} onDone={forget} />
      </Page>
    )
  }
  const create = (
    <ButtonLink
      variant="primary"
      to={paths.tokenPlace()}
      icon={<Plus size={18} aria-hidden="true" />}
    >
      {t('create')}
    </ButtonLink>
  )
  return (
    <Page title={t('title')} lead={t('lead')}>
      {tokens === undefined ? (
        error === null ? (
          <Skeleton lines={6} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : tokens.length === 0 ? (
        <EmptyState title={t('emptyTitle')} action={create}>
          {t('empty')}
        </EmptyState>
      ) : (
        <>
          <p>{create}</p>
          <TokenList
            tokens={tokens}
            onRegenerated={(token, secret) => setMade({ token, secret })}
          />
        </>
      )}
    </Page>
  )
}
