import { useTranslations } from 'use-intl'
import { Callout } from '../../ui/callout.tsx'
import type { Prefill } from './prefill.ts'

/** Who filled the form in, where it was not the person before it. */
export function PrefillNote({ prefill }: { prefill: Prefill }) {
  const t = useTranslations('publishing.add')
  if (prefill.fromLink) {
    return (
      <Callout tone="warning" title={t('cautionTitle')}>
        {t('caution')}
      </Callout>
    )
  }
  if (prefill.fromUrl !== null) return <Callout>{t('fromLinks', { url: prefill.fromUrl })}</Callout>
  return null
}
