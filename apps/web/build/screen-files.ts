import type { Plugin } from 'vite'
import { chunksOf, firstLoads } from './first-loads.ts'
import { readScreenTable } from './screen-table.ts'

/**
 * Writes down which scripts each screen needs beside those of the page itself, as
 * `[{ path, scripts }]`. The server names them in the page (`apps/api/src/http/web-app.ts`): a
 * browser fetches them together with the shell, and not after it has run.
 */
export function screenFiles(): Plugin {
  return {
    name: 'wheelhouse-screen-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = chunksOf(bundle)
        const bySource = new Map(chunks.map((chunk) => [chunk.facadeModuleId, chunk]))
        const loadedWith = firstLoads(chunks)
        const shell = loadedWith()
        const screens = readScreenTable().map(({ path, modules }) => {
          const parts = modules.map((module) => bySource.get(module))
          if (parts.includes(undefined)) this.error(`${path}: no chunk of ${modules.join(', ')}`)
          const loaded = [...loadedWith(...parts)].filter((chunk) => !shell.has(chunk))
          const scripts = loaded.map(({ fileName }) => fileName)
          return { path, scripts }
        })
        const source = JSON.stringify(screens)
        this.emitFile({ type: 'asset', fileName: '.vite/screens.json', source })
      },
    },
  }
}
