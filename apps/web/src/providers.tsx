import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { IntlProvider } from 'use-intl'
import type { english } from './messages/en/catalogue.ts'
import type { Locale } from './messages/locale.ts'

const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What every component can ask: the cache of answers and the words of the chosen language. */
export function Providers(props: {
  client: QueryClient
  locale: Locale
  messages: typeof english
  children: ReactNode
}) {
  return (
    <QueryClientProvider client={props.client}>
      <IntlProvider locale={props.locale} messages={props.messages} timeZone={TIME_ZONE}>
        {props.children}
      </IntlProvider>
    </QueryClientProvider>
  )
}
