import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'

/** Asks an owner twice before they give up owning: nobody but another owner can take it back. */
export function StepDown(props: {
  open: boolean
  project: string
  /** Who else owns it. */
  owners: readonly string[]
  onConfirm: () => Promise<void>
  onClose: () => void
}) {
  const { open, project, owners, onConfirm, onClose } = props
  const t = useTranslations('people')
  const format = useFormatter()
  const [again, setAgain] = useState(false)
  const common = { actionLabel: t('stepDownAction'), pendingLabel: t('saving') }
  return (
    <>
      <LazyConfirm
        {...common}
        open={open}
        title={t('stepDownTitle', { name: project })}
        onConfirm={async () => setAgain(true)}
        onClose={onClose}
      >
        <p>{t('stepDownBody')}</p>
      </LazyConfirm>
      <LazyConfirm
        {...common}
        open={again}
        title={t('stepDownAgainTitle')}
        typedName={project}
        onConfirm={onConfirm}
        onClose={() => setAgain(false)}
      >
        <p>{t('stepDownAgainBody', { owners: format.list(owners) })}</p>
      </LazyConfirm>
    </>
  )
}
