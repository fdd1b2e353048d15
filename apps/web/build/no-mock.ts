import type { Plugin } from 'vite'

/** What a contributor's build has and a product must not: the mock, its library, the gallery. */
const NOT_SHIPPED =
  /\/apps\/web\/(?:mock-api|gallery|test)\/|\/node_modules\/(?:\.pnpm\/)?@?msw[/@]/

/** Fails a build that took in a module of the mock, by whichever way it came. */
export function noMock(): Plugin {
  return {
    name: 'wheelhouse-no-mock',
    apply: 'build',
    generateBundle(_options, bundle) {
      const strays = Object.values(bundle).flatMap((part) =>
        part.type === 'chunk' ? part.moduleIds.filter((id) => NOT_SHIPPED.test(id)) : [],
      )
      if (strays.length > 0) this.error(`not for production:\n${strays.join('\n')}`)
    },
  }
}
