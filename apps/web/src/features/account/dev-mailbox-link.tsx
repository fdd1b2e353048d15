import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { siteQuery } from '../site/queries.ts'

/** Where the mail is that this server does not send out; nothing where it does. */
export function DevMailboxLink() {
  const t = useTranslations('checkMail')
  const url = useQuery(siteQuery()).data?.devMailboxUrl ?? null
  if (url === null) return null
  return <p>{t.rich('devMailbox', { link: (words) => <a href={url}>{words}</a> })}</p>
}
