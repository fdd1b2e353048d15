import type { BrowserContext } from '@playwright/test'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/**
 * Stands in for every other host: pictures are answered, the rest is refused. Each request that
 * would have left this machine is added to `foreign`, as type, address and referrer.
 */
export async function watchForeign(context: BrowserContext, foreign: string[]): Promise<void> {
  await context.route(
    ({ hostname, protocol }) => hostname !== 'localhost' && protocol.startsWith('http'),
    async (route) => {
      const request = route.request()
      const referrer = (await request.headerValue('referer')) ?? 'no referrer'
      foreign.push(`${request.resourceType()} ${request.url()} ${referrer}`)
      await (request.resourceType() === 'image'
        ? route.fulfill({ contentType: 'image/png', body: PIXEL })
        : route.abort())
    },
  )
}
