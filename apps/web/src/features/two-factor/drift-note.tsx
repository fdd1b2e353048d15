import { useTranslations } from 'use-intl'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { Callout } from '../../ui/callout.tsx'

const MINUTE = 60

/** By how much the clock of the app is wrong, after a code of another time. */
export function DriftNote() {
  const t = useTranslations('factorFaults')
  const { failure } = useContractFormContext()
  if (failure?.code !== 'clock_drift') return null
  const seconds = Number(failure.reason ?? 0)
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / MINUTE))
  return (
    <Callout tone="warning">{t(seconds > 0 ? 'clockAhead' : 'clockBehind', { minutes })}</Callout>
  )
}
