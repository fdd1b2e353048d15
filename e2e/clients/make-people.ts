import { compileCache, inRepository } from '../provision/repository.ts'
import { runCommand } from '../provision/run-command.ts'

/** Makes people, each with a token of these scopes, on the index of an environment; gives the tokens by name. */
export async function makePeople<Name extends string>(
  environment: Record<string, string | undefined>,
  scopes: Record<Name, readonly string[]>,
): Promise<Record<Name, string>> {
  const program = inRepository('apps/api/src/test/make-people.ts')
  const { code, output } = await runCommand(process.execPath, [program, JSON.stringify(scopes)], {
    env: { ...environment, NODE_COMPILE_CACHE: compileCache },
    quiet: true,
  })
  if (code !== 0) throw new Error(`nobody was made, ${code}:\n${output}`)
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<Name, string>
}
