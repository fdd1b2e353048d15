import './tokens.css'
import './fonts.css'
import './lib/trusted-types.ts'
import { StrictMode, useLayoutEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { createQueryClient } from './api/query-client.ts'
import { applyLocale, pickLocale } from './messages/locale.ts'
import { startWords } from './messages/words.ts'
import { Providers } from './providers.tsx'
import { loaderContext, routes } from './router.tsx'
import { waitToTakeOver } from './take-over.ts'

/**
 * Not at the top level: what is loaded here imports from the chunk of this module, and would wait
 * for it as this waits for that.
 */
async function start(root: HTMLElement): Promise<void> {
  // Over a slow line the scripts come first; over a fast one it is here before the first text.
  const font = getComputedStyle(document.documentElement).getPropertyValue('--font-sans')
  void document.fonts.load(`1em ${font}`)
  const screens = [...routes]
  // The bundler drops this branch, and with it every file of the mock, from other builds.
  if (import.meta.env.MODE === 'mock') {
    const { startMockWorker } = await import('../mock-api/start-worker.ts')
    const controls = await startMockWorker()
    void import('../mock-api/panel/mount-panel.tsx').then(({ mountPanel }) => mountPanel(controls))
    screens.push(...(await import('../gallery/gallery-routes.ts')).galleryRoutes)
  }
  const locale = pickLocale(location.search, () => localStorage)
  applyLocale(locale, document.documentElement)
  await startWords(locale)
  const client = createQueryClient()
  const router = createBrowserRouter(screens, { getContext: () => loaderContext(client) })
  const onShown = await waitToTakeOver(root, router)
  createRoot(root).render(
    <StrictMode>
      <Providers client={client} locale={locale}>
        <RouterProvider router={router} />
        <AfterShown act={onShown} />
      </Providers>
    </StrictMode>,
  )
}

/** Acts once with the first screen, before the browser draws it. */
function AfterShown({ act }: { act: () => void }) {
  useLayoutEffect(act, [act])
  return null
}

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
void start(root)
