/**
 * A program: makes people with a token each on the index of its environment and prints the tokens,
 * JSON from names to scopes and from names to tokens. Two commands for each of them would take as
 * many starts.
 */
import type { TokenAction } from '@wheelhouse/shared-types'
import { withDeps } from '../cli/with-deps.ts'
import { readConfig, readEnvironment } from '../config.ts'
import { createPerson, createSecret } from './callers.ts'

const wanted = JSON.parse(process.argv[2]!) as Record<string, TokenAction[]>
const tokens = await withDeps(readConfig(readEnvironment()), async (deps) => {
  const made: Record<string, string> = {}
  for (const [username, actions] of Object.entries(wanted)) {
    made[username] = await createSecret({ deps }, await createPerson({ deps }, { username }), {
      actions,
    })
  }
  return made
})
process.stdout.write(`${JSON.stringify(tokens)}\n`)
process.exit()
