import type { BrowserContext } from '@playwright/test'
import { createHandlers } from '@wheelhouse/web/mock-api'
import type { MockDb } from '@wheelhouse/web/mock-api/db'
import { getResponse } from 'msw'

/**
 * Answers the calls of a context's pages out of a store in this process. A page with the mock in it
 * would do the server's work too, and its visitor would wait for that.
 */
export async function answerCalls(
  context: BrowserContext,
  db: MockDb,
  origin: string,
): Promise<void> {
  const handlers = createHandlers(db, { origin, carrier: 'store' })
  await context.route(`${origin}/api/**`, async (route) => {
    const asked = route.request()
    const body = asked.postDataBuffer()
    const request = new Request(asked.url(), {
      method: asked.method(),
      headers: await asked.allHeaders(),
      ...(body !== null && { body: new Uint8Array(body) }),
    })
    const answer = await getResponse(handlers, request)
    if (answer === undefined) return route.abort()
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    })
  })
}
