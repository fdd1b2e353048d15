import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { toUiError } from '../api/ui-error.ts'
import { Button } from './button.tsx'
import { Callout } from './callout.tsx'
import { RequestId } from './request-id.tsx'
import styles from './states.module.css'

/** Why there is nothing here, and the one thing to do next. */
export function EmptyState(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{props.title}</p>
      {props.children !== undefined && <div className={styles.text}>{props.children}</div>}
      {props.action}
    </div>
  )
}

/** What failed, a way to try again, and the request's id for a report. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations()
  const { code, requestId } = toUiError(error)
  return (
    <Callout
      tone="danger"
      live
      title={t(`problems.${code}`)}
      actions={
        onRetry !== undefined && (
          <Button size="small" onClick={onRetry}>
            {t('common.actions.retry')}
          </Button>
        )
      }
    >
      {requestId !== undefined && <RequestId id={requestId} />}
    </Callout>
  )
}
