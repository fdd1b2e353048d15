import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals'
import { cleanup, configure, render, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { setupServer } from 'msw/node'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { IntlProvider, type IntlError } from 'use-intl'
import { createHandlers } from '../mock-api/create-handlers.ts'
import { createDb, type MockDb } from '../mock-api/db.ts'
import { signInAs, type PersonaId } from '../mock-api/personas.ts'
import { seed } from '../mock-api/seed.ts'
import { createQueryClient } from '../src/api/query-client.ts'
import { sessionNotice } from '../src/features/session/session-notice.ts'
import { Providers } from '../src/providers.tsx'
import { loaderContext, routes } from '../src/router.tsx'
import { announce } from '../src/ui/announcer.tsx'
import { clearToasts } from '../src/ui/toast.tsx'
import { FakeStrengthWorker } from './fake-worker.ts'

export const server = setupServer()

/** The mock API's store of the running test. */
export let db: MockDb

/** Every request of the running test, as `POST /api/v1/sessions`. */
export const requests: string[] = []

/** Call once per test file: gives each test a fresh mock API. */
export function useMockApi(): void {
  configure({
    asyncUtilTimeout: 4000,
    // The whole document in every failure hides what failed.
    getElementError: (message) => new Error(`${message}\n${document.body.textContent}`),
  })
  beforeAll(() => {
    server.listen({ onUnhandledFrame: 'error' })
    server.events.on('request:start', ({ request }) => {
      requests.push(`${request.method} ${new URL(request.url).pathname}`)
    })
    globalThis.Worker = FakeStrengthWorker as unknown as typeof Worker
  })
  beforeEach(() => {
    // Answers come by themselves here, as in a browser, not inside of `act`.
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false })
    db = createDb(seed)
    requests.length = 0
    server.resetHandlers(...handlersOf(db))
    sessionNotice.set(false)
    clearToasts()
    announce('')
  })
  afterEach(() => {
    cleanup()
    document.title = ''
  })
  afterAll(() => server.close())
}

/** Each notes the line that it stands in, for messages; to find it out for all of them takes longer than many a test. */
function handlersOf(store: MockDb) {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return createHandlers(store, { origin: location.origin, carrier: 'store' })
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** A text that cannot be formatted, or whose words are not here, breaks the screen and its test. */
function raise(error: IntlError): never {
  throw error
}

/** The whole app at an address, with the real router and cache. */
export async function renderApp(path: string, options: { as?: PersonaId } = {}) {
  if (options.as !== undefined) signInAs(db, options.as)
  const client = createQueryClient()
  const router = createMemoryRouter(routes, {
    initialEntries: [path],
    getContext: () => loaderContext(client),
  })
  const view = render(
    <IntlProvider locale="en" onError={raise}>
      <Providers client={client} locale="en">
        <RouterProvider router={router} />
      </Providers>
    </IntlProvider>,
  )
  await waitFor(() => {
    if (document.querySelector('main h1') === null) throw new Error('no page yet')
  })
  return { ...view, client, router, user: userEvent.setup() }
}
