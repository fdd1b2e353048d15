/** By address: what `Response` makes an answer of. */
type FirstAnswers = Readonly<Record<string, readonly [text: string, init: ResponseInit]>>

/** Milliseconds after the page was opened in which such an answer is as good as a new one. */
const FRESH = 15_000

let answers: Map<string, FirstAnswers[string]> | undefined

/**
 * The answer that came with the page, once. None is given after the app has sent anything: what was
 * asked for as a visitor is another answer after the sign-in.
 */
export function takeFirstAnswer(method: string, { pathname, search }: URL): Response | undefined {
  answers ??= readAnswers()
  if (method !== 'GET' || performance.now() > FRESH) answers.clear()
  const answer = answers.get(pathname + search)
  answers.delete(pathname + search)
  if (answer === undefined) return undefined
  const [text, init] = answer
  return new Response(text, init)
}

/** What the server asked for while it drew the screen (`apps/api/src/http/web-app.ts`); it has no document itself. */
function readAnswers(): Map<string, FirstAnswers[string]> {
  const block = (globalThis.document as Document | undefined)?.getElementById('first-answers')
  return new Map(Object.entries(JSON.parse(block?.textContent ?? '{}') as FirstAnswers))
}
