import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { IntlProvider } from 'use-intl'
import { Clock } from './lib/now.tsx'
import { useStore } from './lib/store.ts'
import type { Messages } from './messages/en/catalogue.ts'
import type { Locale } from './messages/locale.ts'
import { words } from './messages/words.ts'

const TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What every component can ask: the cache of answers and the words of the chosen language. */
export function Providers(props: { client: QueryClient; locale: Locale; children: ReactNode }) {
  const messages = useStore(words) as Messages
  return (
    <QueryClientProvider client={props.client}>
      <IntlProvider locale={props.locale} messages={messages} timeZone={TIME_ZONE}>
        <Clock>{props.children}</Clock>
      </IntlProvider>
    </QueryClientProvider>
  )
}
