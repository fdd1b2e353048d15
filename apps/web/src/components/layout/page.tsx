import { useQuery } from '@tanstack/react-query'
import { use, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { siteQuery } from '../../features/site/queries.ts'
import styles from './page.module.css'
import { ReportMissing } from './report-missing.ts'

const SITE_NAME = 'Wheelhouse'

/** The name of this installation. */
export function useSiteName(): string {
  return useQuery(siteQuery()).data?.name ?? SITE_NAME
}

/**
 * A screen: document title, the one `h1` (which has the focus after a change of route), and its
 * content. `narrow` is for a single form; `isMissing` for what says that there is no such thing.
 */
export function Page(props: {
  title: string
  /** For the title of the document, where it should say more than the heading. */
  documentTitle?: string
  lead?: ReactNode
  narrow?: boolean
  isMissing?: boolean
  children?: ReactNode
}) {
  const t = useTranslations('common')
  const site = useSiteName()
  const reportMissing = use(ReportMissing)
  if (props.isMissing === true) reportMissing()
  return (
    <div className={props.narrow === true ? styles.narrow : styles.page}>
      <title>{t('title', { page: props.documentTitle ?? props.title, site })}</title>
      <div className={styles.head}>
        <h1 tabIndex={-1}>{props.title}</h1>
        {props.lead !== undefined && <p className={styles.lead}>{props.lead}</p>}
      </div>
      {props.children}
    </div>
  )
}
