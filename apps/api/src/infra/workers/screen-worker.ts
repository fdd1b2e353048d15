import type { MessagePort } from 'node:worker_threads'

/** A screen to be drawn: the module that does it, the address, and where to ask the API. */
export type ScreenJob = {
  readonly drawer: string
  readonly address: string
  readonly port: MessagePort
}

/** What the API answers at an address. */
export type ApiAnswer = { readonly status: number; readonly type: string; readonly text: string }

/** What goes through the port: addresses there, answers back. */
export type ApiQuestion = { readonly id: number; readonly address: string }
export type ApiReply = { readonly id: number; readonly answer: ApiAnswer }

/** Title and markup, both HTML, and whether they say that there is no such thing. */
export type DrawnScreen = {
  readonly title: string
  readonly markup: string
  readonly isMissing: boolean
}

type Drawer = { renderScreen: (address: string) => Promise<DrawnScreen | undefined> }

// Asked for its own, Node would warn the operator that there is none.
Object.defineProperty(globalThis, 'localStorage', { value: undefined })

/**
 * Draws one screen of the app (`apps/web/src/render-screen.tsx`). The thread is a browser as far as the
 * app asks for one: it is at an address, and what it fetches is answered by the process.
 */
export default async function drawScreen({
  drawer,
  address,
  port,
}: ScreenJob): Promise<DrawnScreen | undefined> {
  const { renderScreen } = (await import(drawer)) as Drawer
  Object.assign(globalThis, { location: new URL(address), fetch: fetchThrough(port) })
  try {
    return await renderScreen(address)
  } finally {
    port.close()
  }
}

function fetchThrough(port: MessagePort): (url: URL) => Promise<Response> {
  const waiting = new Map<number, (answer: ApiAnswer) => void>()
  port.on('message', ({ id, answer }: ApiReply) => waiting.get(id)?.(answer))
  return ({ pathname, search }) =>
    new Promise((resolve) => {
      const id = waiting.size
      waiting.set(id, ({ status, type, text }) =>
        resolve(new Response(text, { status, headers: { 'content-type': type } })),
      )
      port.postMessage({ id, address: pathname + search } satisfies ApiQuestion)
    })
}
