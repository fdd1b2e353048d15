import { YANK_REASON_MAX_LENGTH } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { TextField } from '../../ui/text-field.tsx'

const COUNT_FROM = 0.8

/** Asks before a release is yanked, and for what reason. Open while there is a `version`. */
export function YankDialog(props: {
  project: string
  version: string | undefined
  onYank: (reason: string) => Promise<void>
  onClose: () => void
}) {
  const { project, version, onYank, onClose } = props
  const t = useTranslations('manage')
  const tForms = useTranslations('forms')
  const [reason, setReason] = useState('')
  const left = YANK_REASON_MAX_LENGTH - reason.length
  const close = () => {
    setReason('')
    onClose()
  }
  return (
    <LazyConfirm
      open={version !== undefined}
      title={t('yankTitle', { name: project, version: version ?? '' })}
      // A yank can be taken back.
      variant="primary"
      actionLabel={t('yankAction')}
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
      onConfirm={() => onYank(reason)}
      onClose={close}
    >
      <p>{t('yankBody')}</p>
    </LazyConfirm>
  )
}
