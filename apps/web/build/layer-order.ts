import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const TOKENS = new URL('../src/tokens.css', import.meta.url)

/**
 * Begins every style sheet with the order of the cascade layers, which tokens.css declares. The
 * order is that of first mention, and a bundle's sheets arrive in no order of their own.
 */
export function layerOrder(): Plugin {
  const order = /^@layer [a-z, ]+;$/m.exec(readFileSync(TOKENS, 'utf8'))?.[0]
  if (order === undefined) throw new Error('tokens.css declares no order of layers')
  return {
    name: 'wheelhouse-layer-order',
    enforce: 'pre',
    transform: (code, id) =>
      id.split('?')[0]?.endsWith('.module.css') ? { code: `${order}\n${code}`, map: null } : null,
  }
}
