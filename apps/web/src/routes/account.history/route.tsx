import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { EVENT_EXPORT_PATH, EVENT_GROUPS } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { queryString } from '../../api/client.ts'
import { Page } from '../../components/layout/page.tsx'
import { HistoryFilterBar } from '../../features/history/history-filter.tsx'
import { HistoryList, useHistoryFilter } from '../../features/history/history-list.tsx'
import styles from '../../features/history/history.module.css'
import { eventsQuery } from '../../features/history/queries.ts'
import { paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'

/** What was done to the account, when, and from which browser. */
export function Component() {
  const t = useTranslations('history')
  const { filter, asked, cursor, query, setFilter } = useHistoryFilter(EVENT_GROUPS)
  const events = useQuery({ ...eventsQuery(query), placeholderData: keepPreviousData })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <HistoryFilterBar
        filter={filter}
        groups={EVENT_GROUPS.map((value) => ({ value, label: t(`groups.${value}`) }))}
        onChange={setFilter}
      />
      <div className={styles.actions}>
        <a href={EVENT_EXPORT_PATH + queryString(asked)} download>
          {t('export')}
        </a>
        <Link to={paths.sessions()}>{t('sessions')}</Link>
      </div>
      <HistoryList events={events} caption={t('title')} asked={asked} cursor={cursor} />
      <p>
        {t.rich('notYou', {
          link: (words) => <Link to={paths.notMe()}>{words}</Link>,
        })}
      </p>
    </Page>
  )
}
