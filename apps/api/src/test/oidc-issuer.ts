import { fork } from 'node:child_process'
import { join } from 'node:path'
import { parseOutboundAllowed } from '../infra/outbound/outbound-rules.ts'
import { createOutbound, type Outbound } from '../infra/outbound/outbound.ts'
import type { Behaviour, Order, Signing } from './oidc-issuer-process.ts'

export type IssuerProcess = {
  readonly origin: string
  /** Makes an issuer with keys of its own; `{origin}` in its address is this process's. */
  issue(name: string, issuer: string): Promise<string>
  /** A token; claims of null are left out, and so are members of the header. */
  sign(name: string, claims: object, more?: { header?: object; how?: Signing }): Promise<string>
  /** New keys in the place of the old ones. */
  rotate(name: string): Promise<string>
  behave(name: string, as: Behaviour): Promise<void>
  /** How often its discovery document was asked for. */
  asked(name: string): Promise<number>
  /** Address at which a runner gets tokens with these claims. */
  run(name: string, claims: object, bearer: string): Promise<string>
  close(): void
}

type Reply = { id: number; result?: unknown; error?: string }

/** Starts an OpenID Connect issuer as a process of its own, with rotating keys. */
export async function startIssuerProcess(): Promise<IssuerProcess> {
  const child = fork(join(import.meta.dirname, 'oidc-issuer-process.ts'), { execArgv: [] })
  const waiting = new Map<number, (message: Reply) => void>()
  child.on('message', (message: Reply) => waiting.get(message.id)?.(message))
  child.once('exit', (code) => {
    for (const [id, hear] of waiting) hear({ id, error: `the issuer ended with ${code}` })
  })
  const reply = (id: number) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id)
        if (error === undefined) resolve(result)
        else reject(new Error(error))
      })
    })
  const origin = (await reply(0)) as string
  let count = 0
  const tell = (order: Order) => {
    count += 1
    const answer = reply(count)
    child.send({ id: count, order })
    return answer
  }
  return {
    origin,
    issue: async (name, issuer) => (await tell({ op: 'issue', name, issuer })) as string,
    sign: async (name, claims, more = {}) =>
      (await tell({ op: 'sign', name, claims, ...more })) as string,
    rotate: async (name) => (await tell({ op: 'rotate', name })) as string,
    behave: async (name, as) => void (await tell({ op: 'behave', name, as })),
    asked: async (name) => (await tell({ op: 'asked', name })) as number,
    run: async (name, claims, bearer) =>
      (await tell({ op: 'run', name, claims, bearer })) as string,
    close: () => void child.kill(),
  }
}

/** Leads what is asked of these issuers to a process of ours: over HTTP, and no further than that. */
export function leadTo(
  process: IssuerProcess,
  issuers: Readonly<Record<string, string>>,
): Outbound {
  const ask = createOutbound(parseOutboundAllowed('127.0.0.0/8'))
  return (address, request) => {
    const text = String(address)
    const led = Object.entries(issuers).find(([, issuer]) => text.startsWith(`${issuer}/`))
    const to = led && `${process.origin}/${led[0]}${text.slice(led[1].length)}`
    return ask(to ?? text, request)
  }
}
