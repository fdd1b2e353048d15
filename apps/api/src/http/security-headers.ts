import type { RequestHandler } from 'express'
import type { Config } from '../config.ts'

/** The app: its own scripts and styles only; remote images where READMEs may have them. */
function appPolicy(config: Config): string {
  const images = config.README_IMAGES === 'direct' ? "'self' data: https:" : "'self' data:"
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${images}`,
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // The app's own: one for worker addresses, one for READMEs that the API made safe.
    'trusted-types default readme',
  ].join('; ')
}

/** What is not a page of the app runs nothing and loads nothing. */
export const SANDBOX_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

/** Once seen over https, the host is asked over https only. */
export function transportHeaders({
  PUBLIC_URL,
}: Pick<Config, 'PUBLIC_URL'>): Readonly<Record<string, string>> {
  if (!PUBLIC_URL.startsWith('https:')) return {}
  return { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }
}

/** Headers of every answer; routes that serve other people's content set a stricter policy. */
export function commonHeaders(config: Config): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': appPolicy(config),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy':
      'camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    ...transportHeaders(config),
  }
}

/** Sets them. */
export function securityHeaders(config: Config): RequestHandler {
  const headers = commonHeaders(config)
  return (_request, response, next) => {
    response.set(headers)
    next()
  }
}
