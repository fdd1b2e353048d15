declare global {
  interface Window {
    /** What `public/first-answers.js` asked for, by address. */
    firstAnswers?: Map<string, Promise<Response>>
  }
}

/** Milliseconds after the page was opened in which such an answer is as good as a new one. */
const FRESH = 15_000

/**
 * The answer that the page asked for before the app was there, once. None is given after the app has
 * sent anything: what was asked for as a visitor is another answer after the sign-in. (The browser's
 * own `preload` keeps what nobody took for as long as the page is open.)
 */
export function takeFirstAnswer(method: string, url: URL): Promise<Response> | undefined {
  const answers = window.firstAnswers
  if (method !== 'GET' || performance.now() > FRESH) answers?.clear()
  const answer = answers?.get(url.href)
  answers?.delete(url.href)
  return answer
}
