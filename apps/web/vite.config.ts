import react from '@vitejs/plugin-react'
import { defineConfig, type PluginOption } from 'vite'
import { compileMessages } from './build/compile-messages.ts'
import { hotWords } from './build/hot-words.ts'
import { compressAssets } from './build/compress-assets.ts'
import { layerOrder } from './build/layer-order.ts'
import { leanContract } from './build/lean-contract.ts'
import { leanRouter } from './build/lean-router.ts'
import { noMock } from './build/no-mock.ts'
import { forBrowsers, screenDrawer } from './build/screen-drawer.ts'
import { screenFiles } from './build/screen-files.ts'
import { sharedParts } from './build/shared-parts.ts'
import { sizeBudget } from './build/size-budget.ts'

/** Where `vite` (not in mock mode) finds the API, which also serves what pip reads. */
const api = process.env.API_ORIGIN ?? 'http://127.0.0.1:8080'
const proxied = [
  '/api',
  '/simple',
  '/legacy',
  '/packages',
  '/pypi',
  '/rss',
  '/stats',
  '/dev',
  '/mock',
]

/** What the start page needs of the mock: made ready from the start, before a browser asks for it. */
const FIRST_SEEN = [
  './src/main.tsx',
  './mock-api/start-worker.ts',
  './mock-api/panel/mount-panel.tsx',
  './gallery/gallery-routes.ts',
  './src/routes/home/route.tsx',
]

export default defineConfig(async ({ mode }) => ({
  plugins: [
    react(),
    layerOrder(),
    compileMessages(),
    hotWords(),
    ...(mode === 'mock'
      ? await mockPlugins()
      : [
          forBrowsers([leanContract(), leanRouter(), sizeBudget(), screenFiles()]),
          noMock(),
          forBrowsers([compressAssets()]),
          screenDrawer(),
        ]),
  ],
  server: {
    host: '127.0.0.1',
    ...(mode === 'mock'
      ? { warmup: { clientFiles: FIRST_SEEN } }
      : { proxy: Object.fromEntries(proxied.map((path) => [path, { target: api }])) }),
  },
  worker: { format: 'es' as const },
  build: {
    outDir: mode === 'mock' ? 'dist-mock' : 'dist',
    manifest: true,
    // 9 kB for all screens: one sheet is sooner there than the dozen that each would have.
    cssCodeSplit: false,
    // Every browser that runs this app knows how to load a module ahead.
    modulePreload: { polyfill: false },
    // A data: image or font would need more than 'self' in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What is shared is in a group of its own, and need not follow those that import it.
          includeDependenciesRecursively: false,
          groups: [
            // As it is in the next version, too: a browser that was here has it.
            { name: 'react', test: /\/node_modules\/(?:react|react-dom|scheduler)\//, priority: 2 },
            // What every screen needs beside it is one file: sooner there than thirty, and smaller.
            {
              name: 'shell',
              test: /\/apps\/web\/src\/main\.tsx$/,
              priority: 1,
              includeDependenciesRecursively: true,
            },
            { name: sharedParts(), debugName: 'shared parts' },
          ],
        },
      },
      treeshake: {
        // The contract is made of values without side effects; only the used ones are shipped.
        moduleSideEffects: (id: string) => !id.includes('/packages/shared-types/'),
      },
    },
  },
}))

/** The mock is loaded in its own mode only: a production build never sees its files. */
async function mockPlugins(): Promise<PluginOption[]> {
  const { mockServiceWorker } = await import('./mock-api/vite-plugin.ts')
  return [mockServiceWorker()]
}
