import { useTranslations } from 'use-intl'
import { useCountdown } from '../../lib/use-countdown.ts'
import { useContractFormContext } from './form-context.ts'

/** While the server wants to be left alone: the seconds left and how to say it. */
export function useRetryWait(): { seconds: number; words: string } | undefined {
  const t = useTranslations('forms')
  const { failure, refusals } = useContractFormContext()
  const seconds = useCountdown(failure?.retryAfter, refusals)
  if (failure?.retryAfter === undefined) return undefined
  return { seconds, words: seconds > 0 ? t('retryIn', { seconds }) : t('retryNow') }
}
