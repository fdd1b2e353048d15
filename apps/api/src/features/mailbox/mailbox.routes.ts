import { isIP } from 'node:net'
import { Router, type Request, type Response } from 'express'
import { isLoopback } from '../../config.ts'
import { mailFolder, type Deps } from '../../deps.ts'
import { readKeptMails, type KeptMail } from '../../infra/mailer/folder.ts'
import { escapeHtml } from '../simple-index/render-files.ts'

// With an origin of its own the page could not load its style sheet; scripts stay forbidden.
const POLICY =
  "default-src 'none'; style-src 'self'; sandbox allow-same-origin allow-popups allow-top-navigation-by-user-activation; frame-ancestors 'none'"

/**
 * `/dev/mail`: the mails that a local installation would have sent. Only on this machine, only by a
 * loopback name (a foreign name would be DNS rebinding), only directly.
 */
export function createMailboxRouter(deps: Deps): Router {
  const router = Router()
  if (deps.mailer.kind === 'folder') {
    router.get('/dev/mail', async (request, response, next) => {
      if (!isLocalRequest(request)) return next()
      await deps.outbox.flush()
      const mails = await readKeptMails(mailFolder(deps.config))
      response.set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': POLICY })
      if (request.accepts(['html', 'json']) === 'json') response.json({ mails })
      else sendPage(response, mails)
    })
  }
  router.use('/dev', (_request, response) => {
    response.status(404).type('text/plain').send('404 Not Found\n')
  })
  return router
}

function isLocalRequest(request: Request): boolean {
  const peer = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']
  const host = (request.get('host') ?? '').replace(/:\d+$/, '')
  return (
    isIP(peer) !== 0 &&
    isLoopback(peer) &&
    isLoopback(host) &&
    forwarded.every((name) => request.get(name) === undefined)
  )
}

function sendPage(response: Response, mails: readonly KeptMail[]): void {
  const items = mails.map(
    (mail) => `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<p><small>To ${escapeHtml(mail.to)}, <time datetime="${mail.at}">${mail.at}</time></small></p>
<pre>${linkify(mail.text)}</pre>
</article>`,
  )
  response.type('html').send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dev mailbox</title><link rel="stylesheet" href="/dev-mail.css"></head>
<body><main><h1>Dev mailbox</h1>
<p>Mails of this local installation. They are not sent; newest first.</p>
${items.join('\n') || '<p>No mail yet.</p>'}
</main></body></html>`)
}

/** Text with its addresses as links; the pieces between them are escaped. */
function linkify(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 0
        ? escapeText(part)
        : `<a href="${escapeHtml(part)}" target="_top">${escapeHtml(part)}</a>`,
    )
    .join('')
}

/** As `escapeHtml`, line breaks kept. */
const escapeText = (text: string) => text.split('\n').map(escapeHtml).join('\n')
