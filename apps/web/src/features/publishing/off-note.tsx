import { useTranslations } from 'use-intl'
import { Callout } from '../../ui/callout.tsx'

/** This installation takes no publishers. */
export function OffNote() {
  const t = useTranslations('publishing')
  return (
    <Callout tone="warning" title={t('offTitle')}>
      {t('off')}
    </Callout>
  )
}
