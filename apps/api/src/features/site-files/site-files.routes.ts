import { Router, type Response } from 'express'
import type { Deps } from '../../deps.ts'
import { answerNotFound, readApi } from '../../http/read-api.ts'
import { escapeXml, XML_HEAD } from '../../http/xml.ts'
import { writeRobots } from './write-robots.ts'
import { writeSecurityText } from './write-security-text.ts'

const A_DAY = 'public, max-age=86400'

/**
 * Small files that browsers, crawlers and researchers look for. They say nothing of what is in the
 * index, and are there in a private one too.
 */
export function createSiteFileRouter({ config, clock }: Deps): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const read = readApi(config)
  router.all('/robots.txt', read, (_request, response) => {
    plain(response).send(writeRobots(config))
  })
  router.all('/opensearch.xml', read, (_request, response) => {
    response
      .set('Cache-Control', A_DAY)
      .type('application/opensearchdescription+xml')
      .send(describeSearch(config.PUBLIC_URL))
  })
  router.all('/.well-known/security.txt', read, (_request, response) => {
    const text = writeSecurityText(config, clock.now())
    if (text === undefined) answerNotFound(response)
    else plain(response).send(text)
  })
  router.all('/.well-known/change-password', read, (_request, response) => {
    response.set('Cache-Control', A_DAY).redirect(302, '/account/password')
  })
  // Password managers trust the redirect only where an address that cannot exist answers 404.
  router.use('/.well-known', read, (_request, response) => answerNotFound(response))
  return router
}

function plain(response: Response): Response {
  return response.set('Cache-Control', A_DAY).type('text/plain')
}

/** OpenSearch 1.1: lets a browser search here from its address bar. */
function describeSearch(publicUrl: string): string {
  const site = escapeXml(publicUrl)
  return `${XML_HEAD}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Wheelhouse</ShortName>
  <Description>Python packages on ${escapeXml(new URL(publicUrl).host)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="16" height="16" type="image/svg+xml">${site}/favicon.svg</Image>
  <Url type="text/html" template="${site}/search?q={searchTerms}"/>
</OpenSearchDescription>
`
}
