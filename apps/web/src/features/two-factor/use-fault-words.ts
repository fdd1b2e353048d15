import { useCallback } from 'react'
import { useTranslations } from 'use-intl'
import { toUiError } from '../../api/ui-error.ts'
import { useProblemWords } from '../../lib/use-problem-words.ts'
import { PasskeyError } from './passkeys.ts'

/** A plain sentence for whatever went wrong with a passkey, in the browser or on the server. */
export function useFaultWords(): (error: unknown) => string {
  const t = useTranslations('factorFaults')
  const problemWords = useProblemWords()
  return useCallback(
    (error) =>
      error instanceof PasskeyError
        ? t(error.fault, { host: location.host })
        : problemWords(toUiError(error).code),
    [t, problemWords],
  )
}
