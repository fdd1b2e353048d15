import type { Endpoint, EndpointInput, EndpointResult } from '@wheelhouse/shared-types'
import type { Deps } from '../deps.ts'
import type { Caller, Origin, PublisherCaller, SessionCaller, TokenCaller } from './caller.ts'

type CallerOf<E extends Endpoint> = E['auth'] extends 'session'
  ? E['token'] extends string
    ? SessionCaller | TokenCaller | (E['token'] extends 'upload' ? PublisherCaller : never)
    : SessionCaller
  : Caller

/** What a use case works with, beside its input. */
export type Context<C extends Caller | PublisherCaller = Caller> = {
  readonly deps: Deps
  readonly caller: C
  readonly origin: Origin
  /** Sets (a value) or clears (null) the session cookie of the answer; `maxAge` in seconds. */
  setSession(cookie: { value: string; maxAge: number } | null): void
  /** What the browser shows of having been remembered after a second factor. */
  readonly device: string | undefined
  setDevice(cookie: { value: string; maxAge: number }): void
  /** The random text by which this browser is known again; undefined for one that has none. */
  readonly browser: string | undefined
  setBrowser(cookie: { value: string; maxAge: number }): void
}

export type UseCase<E extends Endpoint> = (
  input: EndpointInput<E>,
  context: Context<CallerOf<E>>,
) => Promise<EndpointResult<E>>

/** An operation with the use case that answers it. */
export type Binding = {
  readonly endpoint: Endpoint
  readonly run: (input: never, context: never) => Promise<unknown>
}

/** Ties an endpoint to its use case; the types of both must fit. */
export function bind<E extends Endpoint>(endpoint: E, run: UseCase<E>): Binding {
  return { endpoint, run: run as Binding['run'] }
}
