import { existsSync } from 'node:fs'

/** One root configuration, a project per kind of test (`pnpm jest --selectProjects api`). */
const typescript = {
  transform: {
    '^.+\\.(ts|tsx)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
          target: 'es2024',
        },
        module: { type: 'es6' },
      },
    ],
  },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transformIgnorePatterns: ['/node_modules/'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
}

const jsdom = new URL('apps/web/test/jsdom-env.js', import.meta.url).pathname

const node = { ...typescript, testEnvironment: 'node' }

/**
 * Node loads the files itself and keeps modules from one test file to the next; who watches for
 * changes must not get what was loaded before them.
 */
const native = process.argv.some((argument) => argument.startsWith('--watch'))
  ? node
  : { ...node, runtime: new URL('e2e/runtime/native-runtime.js', import.meta.url).pathname }

export default {
  // Jest takes it from here only, not from a project.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/e2e/contract/print-coverage.ts'],
  projects: [
    {
      ...native,
      displayName: 'shared-types',
      rootDir: 'packages/shared-types',
      testMatch: ['<rootDir>/src/**/*.test.ts'],
    },
    {
      ...native,
      displayName: 'packaging',
      rootDir: 'apps/api',
      testMatch: ['<rootDir>/src/packaging/**/*.test.ts', '<rootDir>/src/readme/**/*.test.ts'],
    },
    {
      ...native,
      displayName: 'database',
      rootDir: 'prisma',
      testMatch: ['<rootDir>/**/*.test.ts'],
    },
    {
      ...native,
      displayName: 'api',
      rootDir: 'apps/api',
      testMatch: ['<rootDir>/src/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/src/packaging/', '<rootDir>/src/readme/'],
    },
    {
      ...typescript,
      displayName: 'web',
      rootDir: 'apps/web',
      testEnvironment: existsSync(jsdom) ? jsdom : 'jsdom',
      testMatch: ['<rootDir>/{src,gallery,mock-api,test}/**/*.test.{ts,tsx}'],
      moduleNameMapper: { '\\.css$': '<rootDir>/test/css-stub.js' },
    },
    {
      ...native,
      displayName: 'safety',
      rootDir: 'e2e',
      testMatch: ['<rootDir>/provision/*.test.ts'],
    },
    {
      ...native,
      displayName: 'contract',
      rootDir: 'e2e',
      testMatch: ['<rootDir>/contract/**/*.test.ts'],
    },
    {
      ...native,
      displayName: 'clients',
      rootDir: 'e2e',
      testMatch: ['<rootDir>/clients/**/*.test.ts'],
      testTimeout: 300_000,
    },
    {
      ...native,
      displayName: 'faults',
      rootDir: 'e2e',
      testMatch: ['<rootDir>/faults/**/*.test.ts'],
      testTimeout: 300_000,
    },
  ],
}
