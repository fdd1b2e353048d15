import type { QueryClient } from '@tanstack/react-query'
import { createContext } from 'react-router'

/** How loaders reach the query cache: `context.get(queryClientContext)`. */
export const queryClientContext = createContext<QueryClient>()
