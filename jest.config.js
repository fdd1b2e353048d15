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

const node = { ...typescript, testEnvironment: 'node' }

export default {
  projects: [
    {
      ...node,
      displayName: 'shared-types',
      rootDir: 'packages/shared-types',
      testMatch: ['<rootDir>/src/**/*.test.ts'],
    },
    {
      ...node,
      displayName: 'packaging',
      rootDir: 'apps/api',
      testMatch: ['<rootDir>/src/packaging/**/*.test.ts', '<rootDir>/src/readme/**/*.test.ts'],
    },
  ],
}
