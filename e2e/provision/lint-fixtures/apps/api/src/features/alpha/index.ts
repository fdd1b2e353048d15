// expect: oxc(no-barrel-file)
export * from './create-alpha.ts'
export * from './alpha.policy.ts'
