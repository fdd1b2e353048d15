import type { QueryClient } from '@tanstack/react-query'
import type { RouterContextProvider } from 'react-router'
import { queryClientContext } from './query-client-context.ts'

/**
 * For loaders: waits for what the screen shows first, so that data and code are fetched at once
 * and nothing moves afterwards. A failure is no failure of the route: the screen tells it.
 */
export async function warm(
  context: Readonly<RouterContextProvider>,
  load: (client: QueryClient) => Promise<unknown>,
): Promise<null> {
  await load(context.get(queryClientContext)).catch(() => null)
  return null
}
