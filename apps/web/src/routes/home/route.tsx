import { useQuery } from '@tanstack/react-query'
import type { Site } from '@wheelhouse/shared-types'
import { Search } from 'lucide-react'
import { useNavigate, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { ProjectList } from '../../features/search/project-list.tsx'
import { recentQuery } from '../../features/search/queries.ts'
import { accountQuery } from '../../features/session/queries.ts'
import { siteQuery } from '../../features/site/queries.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SnippetTabs } from '../../ui/snippet-tabs.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './home.module.css'

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => Promise.all([client.query(siteQuery()), client.query(recentQuery())]))

/** The start page: search, the lines that make tools use this index, and what is new. */
export function Component() {
  const t = useTranslations('home')
  const navigate = useNavigate()
  const site = useQuery(siteQuery()).data
  return (
    <Page title={t('title')} lead={t('lead')}>
      <search>
        <form
          className={styles.search}
          onSubmit={(event) => {
            event.preventDefault()
            const query = new FormData(event.currentTarget).get('q')
            void navigate(paths.search(typeof query === 'string' ? query.trim() : ''))
          }}
        >
          <TextField
            label={t('search')}
            hideLabel
            placeholder={t('search')}
            name="q"
            type="search"
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" variant="primary" icon={<Search size={18} aria-hidden="true" />}>
            {t('submit')}
          </Button>
        </form>
      </search>
      {site !== undefined && <Commands site={site} />}
      <Recent />
      {site !== undefined && site.registration !== 'closed' && <Invitation />}
    </Page>
  )
}

function Commands({ site: { indexUrl, uploadUrl } }: { site: Site }) {
  const t = useTranslations('home')
  return (
    <div className={styles.lines}>
      <section>
        <h2>{t('useTitle')}</h2>
        <SnippetTabs
          snippets={[
            { id: 'pip', label: 'pip', code: `pip install --index-url ${indexUrl} PACKAGE` },
            { id: 'uv', label: 'uv', code: `uv add --default-index ${indexUrl} PACKAGE` },
          ]}
        />
      </section>
      <section>
        <h2>{t('publishTitle')}</h2>
        <SnippetTabs
          snippets={[
            {
              id: 'twine',
              label: 'twine',
              code: `twine upload --repository-url ${uploadUrl} dist/*`,
            },
            { id: 'uv', label: 'uv', code: `uv publish --publish-url ${uploadUrl}` },
          ]}
        />
      </section>
      <section>
        <h2>{t('indexTitle')}</h2>
        <p className={styles.lead}>{t('indexLead')}</p>
        <CodeBlock label={t('indexUrl')} code={indexUrl} />
      </section>
    </div>
  )
}

function Recent() {
  const t = useTranslations('home')
  const { data, error, refetch } = useQuery(recentQuery())
  return (
    <section className={styles.recent}>
      <div className={styles.head}>
        <h2>{t('recentTitle')}</h2>
        {data !== undefined && data.length > 0 && <Link to={paths.search()}>{t('recentAll')}</Link>}
      </div>
      {data !== undefined ? (
        data.length === 0 ? (
          <EmptyState title={t('recentEmptyTitle')}>{t('recentEmpty')}</EmptyState>
        ) : (
          <ProjectList projects={data} label={t('recentTitle')} />
        )
      ) : error === null ? (
        <Skeleton lines={8} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </section>
  )
}

/** For those who are not signed in. */
function Invitation() {
  const t = useTranslations('home')
  if (useQuery(accountQuery()).data !== null) return null
  return (
    <section className={styles.join}>
      <h2>{t('joinTitle')}</h2>
      <p className={styles.lead}>{t('join')}</p>
      <p className={styles.buttons}>
        <ButtonLink variant="primary" to={paths.register()}>
          {t('register')}
        </ButtonLink>
        <ButtonLink to={paths.signIn()}>{t('signIn')}</ButtonLink>
      </p>
    </section>
  )
}
