import type { BrowserContext } from '@playwright/test'
import type { RunningIndex } from './start-server.ts'

export type Person = { username: string; email: string; password: string }

export const PASSWORD = 'seven tangled kites overhead'
let made = 0

/** A person whom nobody has met yet: no two of one run share a name or an address. */
export function newPerson(name = 'user'): Person {
  made += 1
  const username = `${name}-${process.pid}-${made}`
  return { username, email: `${username}@example.org`, password: PASSWORD }
}

/** An account made by the operator, for a new person if none is given. */
export async function createAccount(
  server: RunningIndex,
  options: { person?: Person; verified?: boolean } = {},
): Promise<Person> {
  const { person = newPerson(), verified = true } = options
  const { username, email, password } = person
  const flags = verified ? ['--verified'] : []
  const args = ['user', 'create', username, '--email', email, '--password-stdin', ...flags]
  await server.wheelhouse(args, password)
  return person
}

/** An API token to upload with, made by the operator. */
export function createToken(server: RunningIndex, { username }: Person): Promise<string> {
  return server.wheelhouse(['token', 'create', username, '--scope', 'upload'])
}

/** Signs every page of the context in, as the form would, without its screen. */
export async function signIn(
  context: BrowserContext,
  server: RunningIndex,
  { username, password }: Person,
): Promise<void> {
  const response = await context.request.post(`${server.url}/api/v1/sessions`, {
    headers: { origin: server.url },
    data: { login: username, password },
  })
  if (!response.ok()) throw new Error(`sign-in: ${response.status()} ${await response.text()}`)
}
