import { createTransport } from 'nodemailer'
import type { Config } from '../../config.ts'
import { isLoopback } from '../../config.ts'
import type { Mailer } from './mailer.ts'
import { renderHtml } from './render-html.ts'

/** Mail by SMTP, as text and HTML; without TLS it is not sent, unless the server is this machine or `SMTP_TLS=optional`. */
export function createSmtpMailer(config: Config, smtpUrl: string): Mailer {
  const { hostname } = new URL(smtpUrl)
  const transport = createTransport({
    url: smtpUrl,
    requireTLS: config.SMTP_TLS === 'required' && !isLoopback(hostname),
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const from = config.MAIL_FROM ?? `Wheelhouse <noreply@${new URL(config.PUBLIC_URL).hostname}>`
  return {
    kind: 'smtp',
    send: async ({ to, subject, text }) => {
      await transport.sendMail({ from, to, subject, text, html: renderHtml({ subject, text }) })
    },
  }
}
