import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { noticeSessionEnd } from '../features/session/session-end.ts'
import { UiError } from './ui-error.ts'

const MOST_RETRIES = 2
const retryable = new Set<string>(['network', 'unavailable'])

/** The cache of answers. */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => noticeSessionEnd(client, error)
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // "online" would wait without a word where the browser believes to be offline.
        networkMode: 'always',
        staleTime: 30_000,
        retry: (failures, error) =>
          failures < MOST_RETRIES && error instanceof UiError && retryable.has(error.code),
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
