import { setTimeout as sleep } from 'node:timers/promises'
import { SourceError } from './source-error.ts'

/** The same for all requests of one import. */
export type SourceAccess = {
  /** `Authorization` by origin: what stood in an address goes to its own host only. */
  readonly authorizations: ReadonlyMap<string, string>
  readonly userAgent: string
  /** First wait before a repetition in milliseconds; doubles each time. */
  readonly backoffMs: number
  /** Silence after which a request is given up, in milliseconds. */
  readonly silenceMs: number
}

export type SourceAnswer = {
  readonly headers: Headers
  /** After redirects. */
  readonly url: URL
  /** Can be read once; ends with a SourceError when the source falls silent. */
  readonly body: AsyncIterable<Uint8Array>
}

const MOST_TRIES = 5
const MOST_REDIRECTS = 5
const LONGEST_WAIT_MS = 60_000

/** Takes the credentials out of an address. Shape of the second: an `Authorization` header. */
export function splitCredentials(address: URL): { url: URL; authorization: string | undefined } {
  const { username, password } = address
  const url = new URL(address)
  url.username = ''
  url.password = ''
  if (username === '' && password === '') return { url, authorization: undefined }
  const plain = `${decode(username)}:${decode(password)}`
  return { url, authorization: `Basic ${Buffer.from(plain).toString('base64')}` }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * GETs a page or a file and hands the answer to `read`. Network faults, 429 and 5xx are tried again
 * (the reading too) with growing waits.
 * @throws SourceError when that does not help, for other answers than 200, and for addresses that are
 *   not http(s) or lead there by too many or insecure redirects; or the signal's reason.
 */
export async function fetchSource<Result>(
  url: URL,
  { access, accept, signal }: { access: SourceAccess; accept: string; signal: AbortSignal },
  read: (answer: SourceAnswer) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    const silence = watchSilence(access.silenceMs)
    const together = AbortSignal.any([signal, silence.signal])
    try {
      const answer = await request(url, { access, accept, signal: together })
      return await read({ ...answer, body: bytesOf(answer.response, silence) })
    } catch (error) {
      signal.throwIfAborted()
      const fault = silence.signal.aborted ? silence.signal.reason : toSourceError(url, error)
      if (!(fault instanceof SourceError) || !fault.temporary || attempt === MOST_TRIES) throw fault
      await sleep(waitFor(fault, attempt, access.backoffMs), undefined, { signal }).catch(() => {})
    } finally {
      silence.end()
    }
  }
}

function waitFor({ retryAfterMs }: SourceError, attempt: number, backoffMs: number): number {
  const wait = retryAfterMs ?? backoffMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2)
  return Math.min(wait, LONGEST_WAIT_MS)
}

type Silence = { readonly signal: AbortSignal; heard(): void; end(): void }

function watchSilence(milliseconds: number): Silence {
  const controller = new AbortController()
  const fault = new SourceError(`nothing came for ${Math.ceil(milliseconds / 1000)} s`, {
    temporary: true,
  })
  const timer = setTimeout(() => controller.abort(fault), milliseconds)
  return {
    signal: controller.signal,
    heard: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  }
}

async function* bytesOf(response: Response, silence: Silence): AsyncGenerator<Uint8Array> {
  if (response.body === null) return
  for await (const chunk of response.body) {
    silence.heard()
    yield chunk
  }
}

async function request(
  start: URL,
  { access, accept, signal }: { access: SourceAccess; accept: string; signal: AbortSignal },
): Promise<{ response: Response; headers: Headers; url: URL }> {
  let address = start
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const { url, authorization = access.authorizations.get(url.origin) } = splitCredentials(address)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new SourceError(`${url.protocol} addresses are not read, only http: and https:`)
    }
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: {
        accept,
        'user-agent': access.userAgent,
        // A digest is one of the bytes as they are stored.
        ...(accept === '*/*' ? { 'accept-encoding': 'identity' } : {}),
        ...(authorization === undefined ? {} : { authorization }),
      },
    })
    const location = response.headers.get('location')
    if (response.status === 200) return { response, headers: response.headers, url }
    await response.body?.cancel()
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) {
      throw toStatusError(response)
    }
    address = follow(url, location)
  }
  throw new SourceError(`more than ${MOST_REDIRECTS} redirects`)
}

function follow(from: URL, location: string): URL {
  const to = URL.parse(location, from.href)
  if (to === null) throw new SourceError('a redirect to no address')
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw new SourceError('a redirect from https to http')
  }
  return to
}

function toStatusError({ status, headers }: Response): SourceError {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return new SourceError(
    status === 404
      ? 'not found (404)'
      : status === 401 || status === 403
        ? `not allowed (${status})`
        : `answered with status ${status}`,
    {
      temporary: status === 429 || status >= 500,
      retryAfterMs: seconds >= 0 ? seconds * 1000 : undefined,
    },
  )
}

/**
 * fetch says `TypeError: fetch failed` for what happened on the network, and `terminated` in a body.
 * Told by the name: the class is one of the platform's own realm.
 */
function toSourceError(url: URL, error: unknown): unknown {
  const fault = error as Error | undefined
  if (fault?.name !== 'TypeError') return error
  const { code, message } = (fault.cause ?? fault) as NodeJS.ErrnoException
  return new SourceError(`${url.host} cannot be read (${code ?? message})`, {
    temporary: true,
    cause: error,
  })
}
