/** What jest made for the file that runs now: `test`, `expect`, `jest` and the like, by name. */
export type Globals = Readonly<Record<string, object>>

let current: Globals = {}

/** From now on `@jest/globals` means these. */
export function setGlobals(globals: Globals): void {
  current = globals
}

/** Stands for the global of that name of whichever file runs: modules outlive the file that loaded them. */
export function globalOfNow(name: string): object {
  return new Proxy(function standIn() {}, {
    apply: (_target, self, values) => Reflect.apply(find(name) as () => unknown, self, values),
    get: (_target, key) => Reflect.get(find(name), key) as unknown,
  })
}

function find(name: string): object {
  const found = current[name]
  if (found === undefined) throw new Error(`\`${name}\` is there only while a test file runs.`)
  return found
}
