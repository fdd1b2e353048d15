import type { FieldError } from '@wheelhouse/shared-types'
import { useCallback } from 'react'
import { useTranslations } from 'use-intl'

/** The words of the catalogue for a refused field; the English of the server if it has none. */
export function useFieldWords(): (error: FieldError) => string {
  const t = useTranslations('fields')
  return useCallback(
    (error) =>
      t.has(error.code)
        ? (t as (key: string, values?: Record<string, string | number>) => string)(
            error.code,
            error.params,
          )
        : error.detail,
    [t],
  )
}
