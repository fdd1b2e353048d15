import {
  createPerson,
  createSecret,
  type Person,
  type TokenOptions,
} from '../../../test/callers.ts'
import { send, type Answer, type Call } from '../../../test/send.ts'
import type { TestApi } from '../../../test/start-test-api.ts'
import { formOf, upload, type Distribution, type UploadOptions } from '../../../test/wheels.ts'
import { wheel } from './make-distribution.ts'

export type { Answer }

/** Somebody with a token. */
export type Uploader = Person & { readonly secret: string }

/** What a case works with: a person and a project name of its own on a server that others use too. */
export type World = {
  readonly api: TestApi
  /** Normalized; nobody has a project of it, nor one that looks like it. */
  readonly name: string
  readonly owner: Uploader
  /** A person with a verified address and a second factor, unless the options say otherwise. */
  person(options?: { verified?: boolean; twoFactor?: boolean }): Promise<Uploader>
  token(person: Person, options: TokenOptions): Promise<string>
  /** Uploads as the owner. */
  send(file: Distribution, options?: UploadOptions): Promise<Answer>
  sendAs(secret: string | undefined, file: Distribution, options?: UploadOptions): Promise<Answer>
  /** Uploads what must be taken. @throws Error with the refusal. */
  publish(file: Distribution, options?: UploadOptions): Promise<void>
  call(call: Call): Promise<Answer>
}

/** One row of the black-box table. */
export type Case = {
  /** Number in the list and a letter for its part. */
  readonly id: string
  readonly what: string
  readonly status: number
  /** A piece of the reason, whatever its case; empty for success. */
  readonly says: string
  /** Warehouse's answer and the argument, where ours is another on purpose. */
  readonly deviates?: string
  /** Settings that the row's server needs beside `POLICY=pypi`. */
  readonly environment?: Readonly<Record<string, string>>
  readonly run: (world: World) => Promise<Answer>
  /** What else must hold; the complaint when it does not. */
  readonly also?: (world: World, answer: Answer) => Promise<string | undefined>
}

type More = Pick<Case, 'deviates' | 'environment' | 'also'>

export function row(
  id: string,
  what: string,
  [status, says]: readonly [status: number, says: string],
  run: Case['run'],
  more: More = {},
): Case {
  return { id, what, status, says, run, ...more }
}

export const OK = [200, ''] as const

/** A row for one change to the form of a good wheel; a list repeats the field. */
export function formRow(
  id: string,
  what: string,
  expected: readonly [status: number, says: string],
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
  more: More = {},
): Case {
  return row(
    id,
    what,
    expected,
    (world) => world.send(wheel(world.name), repeated(world, fields)),
    more,
  )
}

function repeated(
  world: World,
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
): UploadOptions {
  const lists = Object.entries(fields).filter(([, value]) => typeof value === 'object')
  const singles = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => typeof value !== 'object'),
  ) as Record<string, string | undefined>
  const more = lists.flatMap(([name, values]) =>
    (values as readonly string[]).map((value) => ({ name, value })),
  )
  const parts = formOf(wheel(world.name), singles)
  return { parts: [...more, ...parts] }
}

let worlds = 0

/** A world for one row. Its requests come from an address of their own. */
export async function createWorld(api: TestApi): Promise<World> {
  worlds += 1
  // Hexadecimal digits between letters: no two names fold to the same.
  const name = `case-${worlds.toString(16)}-x`
  const address = `10.0.${worlds >> 8}.${worlds & 255}`
  const headers = { 'x-forwarded-for': address }
  const token: World['token'] = (person, options) => createSecret(api, person, options)
  const person: World['person'] = async ({ verified = true, twoFactor = true } = {}) => {
    const made = await createPerson(api, { verified })
    await api.deps.db.user.update({
      where: { id: made.userId },
      data: { hasSecondFactor: twoFactor },
    })
    return { ...made, secret: await token(made, {}) }
  }
  const owner = await person()
  const sendAs: World['sendAs'] = (secret, file, options = {}) =>
    upload(api, secret, file, { ...options, headers: { ...headers, ...options.headers } })
  return {
    api,
    name,
    owner,
    person,
    token,
    sendAs,
    send: (file, options) => sendAs(owner.secret, file, options),
    publish: async (file, options) => {
      const answer = await sendAs(owner.secret, file, options)
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.statusText}`)
    },
    call: (call) => send(api.origin, { ...call, headers: { ...headers, ...call.headers } }),
  }
}

export type Outcome = { readonly got: string; readonly complaint: string | undefined }

/** Runs a row: what came, and what is wrong with it. */
export async function runCase(api: TestApi, { run, status, says, also }: Case): Promise<Outcome> {
  const world = await createWorld(api)
  const answer = await run(world)
  const got = `${answer.status} ${answer.status < 300 ? '' : answer.statusText}`.trim()
  if (answer.status !== status) return { got, complaint: `${status} was expected, not ${got}` }
  const reason = `${answer.statusText}\n${answer.text}`.toLowerCase()
  if (!reason.includes(says.toLowerCase())) return { got, complaint: `"${says}" is not in ${got}` }
  return { got, complaint: await also?.(world, answer) }
}
