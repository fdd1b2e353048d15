import { useTranslations } from 'use-intl'
import { CopyButton } from './copy-button.tsx'
import styles from './request-id.module.css'

/** The id under which the server's log knows a request. */
export function RequestId({ id }: { id: string }) {
  const t = useTranslations('common')
  return (
    <span className={styles.request}>
      <code>{t('requestId', { id })}</code> <CopyButton text={id} what={t('requestId', { id })} />
    </span>
  )
}
