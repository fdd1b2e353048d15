import { randomUUID } from 'node:crypto'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import JestRuntime from 'jest-runtime'
import { setGlobals } from './current-globals.ts'

/** `Error`, `String` and the like: JavaScript's own constructors, of which every world has others. */
const BUILT_IN = runInNewContext('Object.getOwnPropertyNames(globalThis)').filter(
  (name) => /^[A-Z]/.test(name) && typeof globalThis[name] === 'function',
)
const GLOBALS = new URL('jest-globals.ts', import.meta.url).href

const loaded = new Set()

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: GLOBALS, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})

/**
 * Loads test files with Node itself, as `pnpm start` loads the product: modules are compiled once
 * and kept. jest would put every file into a world of its own and read, compile and link Express,
 * Prisma and the whole API there anew, which is half of what most test files cost.
 *
 * The files of one worker thus share modules: what belongs to a server is in its `deps`, never in a
 * module. jest can mock no module here, which no test does. Plain JavaScript, because the types of
 * `jest-runtime` tell of its CommonJS form only.
 */
// jest asks for a default export here.
// oxlint-disable-next-line import/no-default-export
export default class NativeRuntime extends JestRuntime {
  #file

  constructor(config, environment, ...rest) {
    super(config, environment, ...rest)
    // The parameters end with the test file and the settings of the whole run.
    this.#file = rest.at(-2)
    // `expect` has a world of its own: `any(String)` and `instanceof Error` are to mean the tests'.
    for (const name of BUILT_IN) environment.global[name] = globalThis[name]
  }

  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals)
    setGlobals({ ...globals, jest: this.jestGlobals.jestObjectFor(this.#file) })
  }

  unstable_importModule(file) {
    const url = pathToFileURL(file)
    // Two projects may have a file in common, and each wants its tests declared.
    if (loaded.has(file)) url.search = randomUUID()
    loaded.add(file)
    return import(url.href)
  }
}
