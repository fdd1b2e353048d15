import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from 'react-router'
import type { QueryClient } from '@tanstack/react-query'
import { createQueryClient } from './api/query-client.ts'
import { ReportMissing } from './components/layout/report-missing.ts'
import { accountQuery } from './features/session/queries.ts'
import { siteQuery } from './features/site/queries.ts'
import { Providers } from './providers.tsx'
import { loaderContext, routes } from './router.tsx'

/** What a screen shows first is here after so many rounds of questions, each from the answers of the last. */
const MOST_ROUNDS = 3

/** Loads each screen once. */
const handler = createStaticHandler(routes)

/** The title of the document, the markup of `#root`, and whether that says that there is no such thing. */
export type RenderedScreen = {
  readonly title: string
  readonly markup: string
  readonly isMissing: boolean
}

/**
 * The screen at an address as it stands once the app has its answers; undefined where the app would
 * go on to another address. For the server, in a thread where `fetch` asks the API for a visitor.
 */
export async function renderScreen(address: string): Promise<RenderedScreen | undefined> {
  const client = createQueryClient()
  // What is not here now is asked for again by the app.
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } })
  // What stands around every screen asks for these.
  const around = Promise.allSettled([client.query(siteQuery()), client.query(accountQuery())])
  const context = await handler.query(new Request(address), {
    requestContext: loaderContext(client),
  })
  if (context instanceof Response) return undefined
  await around
  const router = createStaticRouter(handler.dataRoutes, context)
  let isMissing = false
  const draw = () => {
    isMissing = false
    return renderToString(
      <StrictMode>
        <ReportMissing value={() => (isMissing = true)}>
          <Providers client={client} locale="en">
            <StaticRouterProvider router={router} context={context} hydrate={false} />
          </Providers>
        </ReportMissing>
      </StrictMode>,
    )
  }
  let html = draw()
  for (let round = 0; round < MOST_ROUNDS && (await fetchAsked(client)); round += 1) html = draw()
  const [, title = '', markup = html] = /^<title>(.*?)<\/title>(.*)$/s.exec(html) ?? []
  return { title, markup: markup.replaceAll(NEEDS_THE_APP, '<$1 inert'), isMissing }
}

/** What does nothing before the app is there must not take what somebody types or presses. */
const NEEDS_THE_APP = /<(form|button|input|select|textarea)(?=[\s/>])/g

/** Fetches what components asked for while they were drawn. @returns whether there was anything. */
async function fetchAsked(client: QueryClient): Promise<boolean> {
  const asked = client
    .getQueryCache()
    .getAll()
    .filter(({ state, options }) => {
      const { enabled } = options as { enabled?: boolean }
      return state.status === 'pending' && enabled !== false
    })
  await Promise.allSettled(asked.map((query) => query.fetch()))
  return asked.length > 0
}
