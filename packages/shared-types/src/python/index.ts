/** Pure Python-packaging rules that the API, the web client and the mock share. */
export * from './normalize-name.ts'
export * from './requirement.ts'
export * from './sdist-filename.ts'
export * from './specifiers.ts'
export * from './version.ts'
export * from './wheel-filename.ts'
