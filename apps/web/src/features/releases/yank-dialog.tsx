import { YANK_REASON_MAX_LENGTH } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { TextField } from '../../ui/text-field.tsx'

const COUNT_FROM = 0.8

/** Asks before releases are yanked, and for what reason. Open while there are `versions`. */
export function YankDialog(props: {
  project: string
  versions: readonly string[]
  /** Of a release that is yanked already. */
  initialReason?: string
  onYank: (reason: string) => Promise<unknown>
  onClose: () => void
}) {
  const { project, versions, initialReason = '', onYank, onClose } = props
  const t = useTranslations('manage')
  const tForms = useTranslations('forms')
  const [reason, setReason] = useState(initialReason)
  const left = YANK_REASON_MAX_LENGTH - reason.length
  const [version = ''] = versions
  const count = versions.length
  const close = () => {
    setReason(initialReason)
    onClose()
  }
  return (
    <LazyConfirm
      open={count > 0}
      title={
        count > 1
          ? t('yankTitleMany', { count, name: project })
          : t('yankTitle', { name: project, version })
      }
      // A yank can be taken back.
      variant="primary"
      actionLabel={t(count > 1 ? 'yankActionMany' : 'yankAction')}
      pendingLabel={t('yanking')}
      fields={
        <TextField
          label={t('reason')}
          hint={t('reasonHint')}
          optional
          value={reason}
          maxLength={YANK_REASON_MAX_LENGTH}
          onChange={({ target }) => setReason(target.value)}
          autoComplete="off"
          note={
            left <= YANK_REASON_MAX_LENGTH * (1 - COUNT_FROM)
              ? tForms('counter', { left })
              : undefined
          }
        />
      }
      onConfirm={async () => void (await onYank(reason))}
      onClose={close}
    >
      <p>{t('yankBody')}</p>
    </LazyConfirm>
  )
}
