import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ENDPOINTS, ProblemError } from '@wheelhouse/shared-types'
import { printOpenApi } from '@wheelhouse/shared-types/openapi'
import express, { type Express } from 'express'
import type { Deps } from './deps.ts'
import { accountRoutes } from './features/accounts/accounts.routes.ts'
import { deletionRoutes } from './features/deletions/deletions.routes.ts'
import { emailRoutes } from './features/emails/emails.routes.ts'
import { downloadRoutes } from './features/downloads/downloads.routes.ts'
import { createEventExportRouter, eventRoutes } from './features/events/events.routes.ts'
import { createFileRouter } from './features/files/files.routes.ts'
import { createFeedRouter } from './features/feeds/feeds.routes.ts'
import { createHealthRouter, type Lifecycle } from './features/health/health.routes.ts'
import { createIdentityTokenRouter } from './features/identity-tokens/identity-tokens.routes.ts'
import { identifyUploader } from './features/identity-tokens/identify-uploader.ts'
import { createIntegrityRouter } from './features/integrity/integrity.routes.ts'
import { createJsonIndexRouter } from './features/json-index/json-index.routes.ts'
import { createLeakReportRouter } from './features/leak-reports/leak-reports.routes.ts'
import { createMailEventRouter } from './features/mail-events/mail-events.routes.ts'
import { createMailboxRouter } from './features/mailbox/mailbox.routes.ts'
import { createOldAddressRouter } from './features/old-addresses/old-addresses.routes.ts'
import { peopleRoutes } from './features/people/people.routes.ts'
import { projectRoutes } from './features/projects/projects.routes.ts'
import { publisherRoutes } from './features/publishers/publishers.routes.ts'
import { releaseRoutes } from './features/releases/releases.routes.ts'
import { identifyCaller } from './features/sessions/identify-caller.ts'
import { sessionRoutes } from './features/sessions/sessions.routes.ts'
import { createSimpleRouter } from './features/simple-index/simple-index.routes.ts'
import { createSiteFileRouter } from './features/site-files/site-files.routes.ts'
import { createSitemapRouter } from './features/sitemap/sitemap.routes.ts'
import { siteRoutes } from './features/site/site.routes.ts'
import { createStatisticsRouter } from './features/statistics/statistics.routes.ts'
import { identifyReader } from './features/tokens/identify-reader.ts'
import { tokenRoutes } from './features/tokens/tokens.routes.ts'
import { twoFactorRoutes } from './features/two-factor/two-factor.routes.ts'
import { createUploadRouter } from './features/uploads/uploads.routes.ts'
import { webUploadRoutes } from './features/uploads/web-upload.routes.ts'
import { webhookRoutes } from './features/webhooks/webhooks.routes.ts'
import { createXmlRpcRouter } from './features/xml-rpc/xml-rpc.routes.ts'
import { createApiRouter } from './http/api-router.ts'
import type { Binding } from './http/bind.ts'
import { countRequests } from './http/count-requests.ts'
import { drawPages } from './http/draw-page.ts'
import { serveFilesOnly } from './http/files-origin.ts'
import { minimumRate } from './http/minimum-rate.ts'
import { problemHandler } from './http/problem-handler.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security-headers.ts'
import { readOperations } from './http/read-operations.ts'
import { createWebRouter } from './http/web-app.ts'
import { WEB_FOLDER } from './infra/web-folder.ts'

/** Every operation of the JSON API with its use case. */
export const BINDINGS: readonly Binding[] = [
  ...siteRoutes,
  ...accountRoutes,
  ...emailRoutes,
  ...eventRoutes,
  ...sessionRoutes,
  ...twoFactorRoutes,
  ...tokenRoutes,
  ...projectRoutes,
  ...publisherRoutes,
  ...peopleRoutes,
  ...releaseRoutes,
  ...deletionRoutes,
  ...downloadRoutes,
  ...webUploadRoutes,
  ...webhookRoutes,
]

/** The whole site as one Express app: the order of its parts, and nothing else. Never listens. */
export function createApp(deps: Deps, lifecycle: Lifecycle = { stopping: false }): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', deps.config.TRUST_PROXY)
  app.set('query parser', 'simple')

  const identify = identifyCaller(deps)
  app.use(requestLog(deps.logger))
  app.use(countRequests(deps.metrics))
  app.use(minimumRate())
  app.use(serveFilesOnly(deps.config))
  const identifyingReader = identifyReader(deps, identify)
  app.use(createSimpleRouter(deps, identifyingReader))
  app.use(securityHeaders(deps.config))
  app.use(createHealthRouter(deps, lifecycle))
  app.use(createFileRouter(deps, identifyingReader))
  app.use(createUploadRouter(deps))
  app.use(createIdentityTokenRouter(deps))
  app.use(createJsonIndexRouter(deps, identify))
  app.use(createIntegrityRouter(deps, identify))
  app.use(createFeedRouter(deps, identify))
  app.use(createStatisticsRouter(deps, identify))
  app.use(createSitemapRouter(deps, identify))
  app.use(createSiteFileRouter(deps))
  app.use(createXmlRpcRouter(deps, identify))
  // Behind what still answers at those addresses.
  app.use(createOldAddressRouter(deps))
  app.get('/api/openapi.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').json(openApi(deps.config.version))
  })
  app.use(createEventExportRouter(deps, identify))
  app.use(createLeakReportRouter(deps))
  app.use(createMailEventRouter(deps))
  const identifyingUploader = identifyUploader(deps, identify)
  app.use(createApiRouter(deps, BINDINGS, { identify, identifyUploader: identifyingUploader }))
  app.use(createMailboxRouter(deps))
  // The page is the last that a build writes.
  if (existsSync(join(WEB_FOLDER, 'index.html'))) {
    const read = readOperations(deps, BINDINGS, identify)
    app.use(createWebRouter(WEB_FOLDER, drawPages(deps, read)))
  }
  app.use((request) => {
    throw new ProblemError('not_found', `There is nothing for ${request.method} at this address`)
  })
  app.use(problemHandler(deps.logger))
  return app
}

let printed: unknown

function openApi(version: string): unknown {
  printed ??= printOpenApi(ENDPOINTS, version)
  return printed
}
