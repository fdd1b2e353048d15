import type { Locale } from './locale.ts'
import type { english } from './en/catalogue.ts'

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof english
  }
}
