import express, { Router, type Response } from 'express'
import * as z from 'zod'
import type { Deps } from '../../deps.ts'
import { refuseWhenReadOnly } from '../../http/read-only.ts'
import { checkSignature } from './check-signature.ts'
import { createReportKeys } from './report-keys.ts'
import { revokeLeakedToken } from './revoke-leaked-token.ts'

const PATHS = ['/_/secrets/disclose-token', '/_/github/disclose-token']
const MOST_BYTES = 1024 * 1024

/** What is reported: the form of GitHub's secret scanning. */
const Report = z
  .array(
    z.object({
      token: z.string().max(1_000),
      type: z.string().max(200),
      url: z.string().max(2_000).default(''),
      source: z.string().max(200).default('unknown'),
    }),
  )
  .max(1_000)

/**
 * The door for those who look for leaked secrets: each reported token that lives is revoked. The
 * answer is 204 whatever was found, 400 for a bad signature or report, 404 where nobody is trusted.
 */
export function createLeakReportRouter(deps: Deps): Router {
  const { config, clock, logger } = deps
  const keys =
    config.LEAK_REPORT_KEYS === 'off'
      ? undefined
      : createReportKeys(config.LEAK_REPORT_KEYS, () => clock.now().getTime())
  const trusted = { keys, secret: config.LEAK_REPORT_SECRET }
  const router = Router({ strict: true, caseSensitive: true })
  // The signature is one of the bytes, so they are read as they come, whatever they call themselves.
  const readBytes = express.raw({ type: () => true, limit: MOST_BYTES, inflate: false })
  router.post(PATHS, readBytes, async (request, response) => {
    refuseWhenReadOnly(config, request.method)
    response.set('Cache-Control', 'no-store')
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const verdict = await checkSignature(request, body, trusted).catch((error: unknown) => {
      logger.error({ err: error }, 'the keys of leak reports cannot be read')
      return 'away' as const
    })
    if (verdict === 'away') return say(response, 503, 'The keys cannot be read now; send it again')
    if (verdict === 'unknown') return say(response, 404, 'Not Found')
    if (verdict === 'bad') return say(response, 400, 'Invalid signature')
    const report = readReport(body)
    if (report === undefined) return say(response, 400, 'Invalid report')
    let revoked = 0
    for (const leak of report) if (await revokeLeakedToken(deps, leak)) revoked += 1
    logger.warn({ reported: report.length, revoked }, 'tokens were reported as leaked')
    void deps.outbox.flush()
    response.status(204).end()
  })
  return router
}

function say(response: Response, status: number, words: string): void {
  response.status(status).type('text/plain').send(`${status} ${words}\n`)
}

function readReport(body: Buffer): z.output<typeof Report> | undefined {
  try {
    return Report.safeParse(JSON.parse(body.toString('utf8'))).data
  } catch {
    return undefined
  }
}
