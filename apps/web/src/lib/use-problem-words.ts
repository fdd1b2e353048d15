import { useCallback } from 'react'
import { useTranslations } from 'use-intl'
import type { UiErrorCode } from '../api/ui-error.ts'

/** The words of the catalogue for a problem of a whole request. */
export function useProblemWords(): (code: string) => string {
  const t = useTranslations('problems')
  return useCallback(
    (code) => t(t.has(code as UiErrorCode) ? (code as UiErrorCode) : 'unexpected'),
    [t],
  )
}
