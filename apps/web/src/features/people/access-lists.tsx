import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectAccess } from '@wheelhouse/shared-types'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import styles from './people.module.css'
import { accessQuery } from './queries.ts'

/** Everything beside the people themselves that can upload: their tokens, and publishers. */
export function AccessLists({ project }: { project: Project }) {
  const t = useTranslations('people')
  const { data, error, refetch } = useQuery(accessQuery(project.name))
  return (
    <section className={styles.section}>
      <h2>{t('accessHeading')}</h2>
      <p>{t('accessLead')}</p>
      {data !== undefined ? (
        <>
          <Tokens access={data} />
          <Publishers access={data} />
          <p>
            <Link to={paths.publishing(project.name)}>{t('publishing')}</Link>
          </p>
        </>
      ) : error === null ? (
        <Skeleton lines={4} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </section>
  )
}

function Tokens({ access: { tokens, trustedPublishingOnly } }: { access: ProjectAccess }) {
  const t = useTranslations('people')
  const columns = useMemo(
    (): Column<ProjectAccess['tokens'][number]>[] => [
      {
        key: 'name',
        header: t('tokenName'),
        rowHeader: true,
        cell: ({ name }) => <span dir="auto">{name}</span>,
      },
      { key: 'owner', header: t('tokenOwner'), cell: ({ username }) => username },
      {
        key: 'scope',
        header: t('tokenScope'),
        wideOnly: true,
        cell: ({ scope }) => t(`scope_${scope}`),
      },
      {
        key: 'used',
        header: t('lastUsed'),
        cell: ({ lastUsedAt }) =>
          lastUsedAt === null ? t('never') : <RelativeTime at={lastUsedAt} />,
      },
      {
        key: 'expires',
        header: t('expires'),
        wideOnly: true,
        cell: ({ expiresAt }) => (expiresAt === null ? t('never') : <Day at={expiresAt} />),
      },
    ],
    [t],
  )
  return (
    <>
      <h3>{t('tokens')}</h3>
      {trustedPublishingOnly && <Callout>{t('tokensRefused')}</Callout>}
      {tokens.length === 0 ? (
        <EmptyState title={t('noTokens')} />
      ) : (
        <>
          <Table
            caption={t('tokens')}
            rows={tokens}
            rowKey={({ id }) => id}
            columns={columns}
            className={styles.tokens}
          />
          <p>
            {t.rich('ownTokens', { link: (words) => <Link to={paths.tokens()}>{words}</Link> })}
          </p>
        </>
      )}
    </>
  )
}

function Publishers({ access: { publishers } }: { access: ProjectAccess }) {
  const t = useTranslations('people')
  return (
    <>
      <h3>{t('publishers')}</h3>
      {publishers.length === 0 ? (
        <EmptyState title={t('noPublishers')} />
      ) : (
        <CardList label={t('publishers')}>
          {publishers.map(({ id, kind, issuer, claims, addedBy, createdAt, lastUsedAt }) => (
            <Card
              key={id}
              head={
                <>
                  <h4 dir="ltr">{issuer}</h4>
                  <Badge>{kind}</Badge>
                </>
              }
              details={
                <>
                  <span className={styles.claims}>
                    {Object.entries(claims).map(([claim, value]) => (
                      <span key={claim} dir="ltr">
                        {claim}: {value}
                      </span>
                    ))}
                  </span>
                  {t.rich('publisherAdded', {
                    by: addedBy,
                    time: () => <RelativeTime at={createdAt} />,
                  })}
                  {lastUsedAt !== null && (
                    <>
                      {' '}
                      · {t.rich('publisherUsed', { time: () => <RelativeTime at={lastUsedAt} /> })}
                    </>
                  )}
                </>
              }
            />
          ))}
        </CardList>
      )}
    </>
  )
}
