import type { FieldError } from '@wheelhouse/shared-types'
import { createTranslator } from 'use-intl/core'
import type { Messages } from '../../messages/en/catalogue.ts'
import type { Locale } from '../../messages/locale.ts'
import { words } from '../../messages/words.ts'

export type FieldWords = (error: FieldError) => string

/** The words of the catalogue for a refused field; the English of the server if it has none. */
export function fieldWords(locale: Locale): FieldWords {
  const t = createTranslator({ locale, messages: words.get() as Messages, namespace: 'fields' })
  return (error) =>
    t.has(error.code)
      ? (t as (key: string, values?: Record<string, string | number>) => string)(
          error.code,
          error.params,
        )
      : error.detail
}
