import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { ProjectList } from '../../features/search/project-list.tsx'
import { searchQuery } from '../../features/search/queries.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import styles from './search.module.css'

const queryOf = (search: URLSearchParams): string => search.get('q')?.trim() ?? ''

export const loader = ({ context, request }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    client.infiniteQuery(searchQuery(queryOf(new URL(request.url).searchParams))),
  )

/** Projects by name; the words are in the address, the field is in the header. */
export function Component() {
  const t = useTranslations('search')
  const query = queryOf(useSearchParams()[0])
  return (
    <Page title={query === '' ? t('titleAll') : t('titleFor', { query })}>
      <Results key={query} query={query} />
    </Page>
  )
}

function Results({ query }: { query: string }) {
  const t = useTranslations('search')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    searchQuery(query),
  )
  if (data === undefined) {
    return error === null ? (
      <Skeleton lines={8} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    )
  }
  const projects = data.pages.flatMap(({ items }) => items)
  const shown = projects.length
  if (shown === 0) return <NoResults query={query} />
  const total = data.pages[0]?.total
  const count =
    total !== undefined
      ? t('countOf', { shown, total })
      : t(hasNextPage ? 'countFirst' : 'count', { shown })
  return (
    <>
      <output className={styles.count}>{count}</output>
      <ProjectList projects={projects} label={t('results')} query={query} />
      {error !== null && <ErrorState error={error} onRetry={() => void fetchNextPage()} />}
      {hasNextPage && error === null && (
        <p>
          <Button pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t(isFetchingNextPage ? 'loadingMore' : 'more')}
          </Button>
        </p>
      )}
    </>
  )
}

function NoResults({ query }: { query: string }) {
  const t = useTranslations('search')
  if (query === '') {
    return (
      <EmptyState
        title={t('nothingTitle')}
        action={<ButtonLink to={paths.home()}>{t('showHow')}</ButtonLink>}
      >
        {t('nothingBody')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title={t('emptyTitle', { query })}
      action={<ButtonLink to={paths.search()}>{t('showAll')}</ButtonLink>}
    >
      <p>{t('emptyBody')}</p>
      <p>
        {t.rich('emptyPublish', { link: (words) => <Link to={paths.ownProjects()}>{words}</Link> })}
      </p>
    </EmptyState>
  )
}
