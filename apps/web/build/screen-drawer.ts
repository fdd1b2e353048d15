import type { Plugin } from 'vite'

/** Where in the built app the server finds what draws screens (`apps/api/src/infra/screens.ts`). */
const FOLDER = 'dist/.vite/drawer'

/**
 * Builds beside the app what draws its screens on the server (`src/render-screen.tsx`), with all that
 * it needs in few files: it is there sooner than from hundreds of packages' files.
 */
export function screenDrawer(): Plugin {
  return {
    name: 'wheelhouse-screen-drawer',
    apply: 'build',
    config: () => ({
      // Builds both, one after the other.
      builder: {},
      environments: {
        ssr: {
          resolve: { noExternal: true as const },
          define: { 'process.env.NODE_ENV': '"production"' },
          build: {
            outDir: FOLDER,
            copyPublicDir: false,
            manifest: false,
            reportCompressedSize: false,
            rolldownOptions: {
              input: 'src/render-screen.tsx',
              output: { entryFileNames: '[name].js', codeSplitting: false },
            },
          },
        },
      },
    }),
  }
}

/** Leaves plugins out of the build for the server. */
export const forBrowsers = (plugins: readonly Plugin[]): Plugin[] =>
  plugins.map((plugin) => ({ ...plugin, applyToEnvironment: ({ name }) => name === 'client' }))
