import type { Plugin } from 'vite'

const ROUTER = /\/node_modules\/react-router\/dist\/production\/.*\.js$/

/**
 * Lets a build drop those components of React Router that the app does not use (its links, forms
 * and all that fetches ahead for them): they are made by calls that are not marked as free of side
 * effects, and get a name for the developer tools. Warnings for who writes routes are for development. 4 kB of
 * every first load.
 */
export function leanRouter(): Plugin {
  return {
    name: 'wheelhouse-lean-router',
    apply: 'build',
    transform: (code, id) => (ROUTER.test(id) ? { code: leanComponents(code), map: null } : null),
  }
}

const leanComponents = (code: string): string =>
  code
    .replaceAll(/^\w+\.displayName = "\w+";$/gm, '')
    .replaceAll(/^(\s*)warning\(.*\);$/gm, '$1;')
    .replaceAll(/ = (React\$?\d*\.(?:forwardRef|memo|createContext)\()/g, ' = /* @__PURE__ */ $1')
