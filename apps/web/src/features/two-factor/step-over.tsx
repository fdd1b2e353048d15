import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'

/** In place of a step that took too long: what to do now, with the focus. */
export function StepOver({ of, onRestart }: { of: 'step' | 'device'; onRestart: () => void }) {
  const t = useTranslations(`secondStep.${of}`)
  return (
    <Callout
      tone="warning"
      live
      title={t('overTitle')}
      ref={(box) => box?.focus()}
      actions={
        <Button variant="primary" onClick={onRestart}>
          {t('restart')}
        </Button>
      }
    >
      {t('over')}
    </Callout>
  )
}
