import {
  createToken,
  registerAccount,
  signIn,
  verifyEmail,
  type Registration,
} from '@wheelhouse/shared-types'
import { createCaller, type Caller } from './caller.ts'
import type { Mail, ReleaseSeed, Settings, Target } from './targets/target.ts'

export const PASSWORD = 'violet anchor 47 meadow quilt'
/** Strong, and in the list of breached ones of each target. */
export const LEAKED_PASSWORD = 'breached otter 58 canal lamp'
export const OTHER_PASSWORD = 'seven grey herons read maps'

export type Person = Caller & { username: string; email: string; password: string }

/** What a case works with: new people and projects on one target, names used by nobody else. */
export type World = {
  readonly target: Target
  visitor(): Caller
  /** A text that no other case has, good in every kind of name. */
  unique(word: string): string
  /** Somebody with an account, neither verified nor signed in. */
  signUp(parts?: Partial<Registration>): Promise<Person>
  /** Opens the newest verification mail of this address and follows its link. */
  verify(email: string): Promise<void>
  signIn(person: Person): Promise<void>
  /** Somebody verified and signed in. */
  person(): Promise<Person>
  /** As `person`, but the same each time: for cases that leave no trace. */
  anyone(): Promise<Person>
  /** A project of this person, published through the wire where there is one. */
  seedProject(owner: Person, releases: readonly ReleaseSeed[], name?: string): Promise<string>
  mailsTo(email: string): Promise<Mail[]>
  /** The newest token in a link that was mailed to this address. */
  mailedToken(email: string): Promise<string>
}

/** Asks an installation of its own that takes no new accounts. */
export function whileClosed(world: World, ask: (visitor: Caller) => Promise<void>): Promise<void> {
  return whileSet(world, { registration: 'closed' }, (other) => ask(other.visitor()))
}

/** Asks an installation of its own with other settings. */
export async function whileSet(
  { target }: World,
  settings: Settings,
  ask: (other: World) => Promise<void>,
): Promise<void> {
  const other = await target.startOther(settings)
  try {
    await ask(createWorld(other))
  } finally {
    await other.close()
  }
}

export function createWorld(target: Target): World {
  let count = 0
  const unique = (word: string) => `${word}-${(count += 1)}x`

  const mailsTo: World['mailsTo'] = async (email) =>
    (await target.mails()).filter((mail) => mail.to.toLowerCase() === email.toLowerCase())

  const mailedToken: World['mailedToken'] = async (email) => {
    const links = (await mailsTo(email)).flatMap((mail) => mail.links)
    const tokens = links.flatMap((link) => new URL(link).searchParams.getAll('token'))
    const newest = tokens.at(-1)
    if (newest === undefined) throw new Error(`no mail with a token was sent to ${email}`)
    return newest
  }

  const signUp: World['signUp'] = async (parts = {}) => {
    const username = parts.username ?? unique('user')
    const email = parts.email ?? `${username}@example.org`
    const body = { name: '', password: PASSWORD, ...parts, username, email }
    const caller = createCaller(target)
    await caller.ok(registerAccount, { body })
    return { ...caller, username, email, password: body.password }
  }

  const verify: World['verify'] = async (email) => {
    const token = await mailedToken(email)
    await createCaller(target).ok(verifyEmail, { body: { token } })
  }

  const startSession: World['signIn'] = async (person) => {
    const { username: login, password } = person
    await person.ok(signIn, { body: { login, password } })
  }

  const newPerson: World['person'] = async () => {
    const person = await signUp()
    await verify(person.email)
    await startSession(person)
    return person
  }
  let anyone: Promise<Person> | undefined

  return {
    target,
    unique,
    mailsTo,
    mailedToken,
    signUp,
    verify,
    visitor: () => createCaller(target),
    signIn: startSession,
    person: newPerson,
    anyone: () => (anyone ??= newPerson()),
    seedProject: async (owner, releases, name = unique('project')) => {
      const { secret } = await owner.ok(createToken, {
        body: { name: unique('seed'), scope: { kind: 'account' } },
      })
      const { username } = owner
      await target.seedProject({ name, owner: { username, token: secret }, releases })
      return name
    },
  }
}
