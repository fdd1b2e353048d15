import { createTransport } from 'nodemailer'
import type { Config } from '../../config.ts'
import { isLoopback } from '../../config.ts'
import { AddressGoneError, type Mailer } from './mailer.ts'
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
      try {
        await transport.sendMail({
          from,
          // As an address and not as text, which is read as a list.
          to: { name: '', address: to },
          subject,
          text,
          html: renderHtml({ subject, text }),
        })
      } catch (error) {
        const { message } = error as Error
        throw isAddressGone(error) ? new AddressGoneError(message, { cause: error }) : error
      }
    },
  }
}

/** As nodemailer throws it when a server refuses. */
type SmtpError = Error & { command?: string; responseCode?: number; response?: string }

/**
 * Whether a server refused the recipient for good (5xx to RCPT). What it says of its rules (X.7.Z:
 * relaying, reputation) or of a full mailbox (X.2.2) is about us or about today (RFC 3463).
 */
function isAddressGone(error: unknown): boolean {
  const { command, responseCode = 0, response = '' } = error as SmtpError
  if (command !== 'RCPT TO' || responseCode < 550 || responseCode > 599) return false
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  if (status === undefined) return responseCode === 550 || responseCode === 553
  return status.startsWith('5.') && !status.startsWith('5.7.') && status !== '5.2.2'
}
