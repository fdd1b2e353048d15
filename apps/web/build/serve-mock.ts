/** `pnpm mock:serve [PORT]`: the mock API over HTTP, for pip, twine, and browsers without workers. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { getResponse, type HttpHandler } from 'msw'
import type { FileStore } from '../mock-api/context.ts'
import { createHandlers } from '../mock-api/create-handlers.ts'
import { createDb, findByUsername, type MockDb } from '../mock-api/db.ts'
import { createIndexHandlers } from '../mock-api/index-handlers.ts'
import { newTokenSecret } from '../mock-api/secrets.ts'
import { seed } from '../mock-api/seed.ts'

const port = Number(process.argv[2] ?? 8081)
const db = createDb(seed)
const files: FileStore = new Map()
/** By the origin that the browser sees, which another server in front may have. */
const handlers = new Map<string, HttpHandler[]>()

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  })
})

server.listen(port, '127.0.0.1', () => {
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`
  console.log(`The mock API is at ${url}; it forgets everything when it ends.

  pip install --index-url ${url}/simple/ tiny
  twine upload --repository-url ${url}/legacy/ -u __token__ -p ${addToken(db)} dist/*
  API_ORIGIN=${url} npx -y pnpm@12 --filter @wheelhouse/web dev
  mails: ${url}/mock/inbox
`)
})

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const origin = `http://${incoming.headers.host ?? '127.0.0.1'}`
  const url = new URL(incoming.url ?? '/', origin)
  const { method = 'GET' } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const request = new Request(url, {
    method,
    headers: Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
  } as RequestInit)
  const response = (await getResponse(handlersOf(origin), request)) ?? answerOthers(url)
  outgoing.writeHead(response.status, response.statusText, [
    ...[...response.headers].filter(([name]) => name !== 'set-cookie').flat(),
    ...response.headers.getSetCookie().flatMap((cookie) => ['set-cookie', cookie]),
  ])
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

function handlersOf(origin: string): HttpHandler[] {
  const known = handlers.get(origin)
  if (known !== undefined) return known
  const options = { db, origin, carrier: 'cookie', files } as const
  const made = [...createIndexHandlers(options), ...createHandlers(db, options)]
  handlers.set(origin, made)
  return made
}

/** The mails as text, and nothing else. */
function answerOthers({ pathname }: URL): Response {
  if (pathname !== '/mock/inbox') return new Response('404 Not Found', { status: 404 })
  const mails = db.mails.toReversed().map(({ to, subject, text }) => `${to}: ${subject}\n\n${text}`)
  return new Response(mails.join('\n---\n\n') || 'No mail yet.\n')
}

/** A token of `owner` for everything; it lasts as long as the server. */
function addToken(store: MockDb): string {
  const secret = newTokenSecret()
  store.tokens.push({
    id: crypto.randomUUID(),
    accountId: findByUsername(store, 'owner')?.id ?? '',
    secret,
    name: 'Made by mock:serve',
    scope: { kind: 'account' },
    networks: [],
    leak: null,
    actions: ['upload', 'read'],
    createdAt: store.now().toISOString(),
    expiresAt: null,
    lastUsedAt: null,
  })
  return secret
}
