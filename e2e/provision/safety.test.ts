import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { inRepository, repositoryRoot } from './repository.ts'
import { findFaults, missingCommands, mostLines } from './source-rules.ts'

/** Everything git tracks that is text and was written by a human. */
function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: repositoryRoot, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && file !== 'pnpm-lock.yaml')
    .filter((file) => existsSync(inRepository(file)) && statSync(inRepository(file)).isFile())
}

function isText(bytes: Buffer): boolean {
  return !bytes.subarray(0, 8000).includes(0)
}

describe('the tracked files', () => {
  const files = trackedFiles()

  test('are found', () => {
    expect(files).toContain('e2e/provision/safety.test.ts')
  })

  test('are short, leave nothing on the console and name no machine', () => {
    const faults = files.flatMap((file) => {
      const bytes = readFileSync(inRepository(file))
      return isText(bytes) ? findFaults(file, bytes.toString('utf8')) : []
    })
    expect(faults).toEqual([])
  })

  test('README.md names the two commands', () => {
    const readme = inRepository('README.md')
    // Until it is written there is nothing to check; once it is, both commands must be in it.
    expect(existsSync(readme) ? missingCommands(readFileSync(readme, 'utf8')) : []).toEqual([])
  })
})

describe('the rules see what they are for', () => {
  test('a long file', () => {
    const file = 'apps/api/src/long.ts'
    expect(findFaults(file, 'x\n'.repeat(mostLines))).toEqual([])
    expect(findFaults(file, 'x\n'.repeat(mostLines + 1))).toEqual([
      `${file}: ${mostLines + 1} lines, at most ${mostLines} are allowed`,
    ])
    expect(findFaults('docs/long.md', 'x\n'.repeat(mostLines + 1))).toEqual([])
  })

  test('a left-over console.log, but not in a command', () => {
    const text = `export {}\nconsole${'.'}log('here')\n`
    expect(findFaults('apps/api/src/features/a/b.ts', text)).toEqual([
      'apps/api/src/features/a/b.ts:2: a left-over console.log',
    ])
    expect(findFaults('apps/api/src/cli/fsck.ts', text)).toEqual([])
  })

  test.each([
    [path.posix.join('/', 'home', 'someone/wheelhouse')],
    [`cwd: '${path.posix.join('/', 'root', 'x')}'`],
    [`see ${path.posix.join('/', 'Users', 'someone')}`],
  ])('a path of one machine: %s', (line) => {
    expect(findFaults('docs/a.md', line)).toEqual(['docs/a.md:1: a path of one machine'])
  })

  test.each([
    [`https://example.org/${'root'}/x`],
    [`./${'work'}/main`],
    ['GET /users/alice'],
    ['/rooted'],
    ['/home/pyodide'],
  ])('not every path: %s', (line) => {
    expect(findFaults('docs/a.md', line)).toEqual([])
  })

  test('a README without a command', () => {
    expect(missingCommands('Run npx -y pnpm@12 start')).toEqual(['npx -y pnpm@12 test'])
  })
})
