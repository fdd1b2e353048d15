import type { Config } from '../../config.ts'

const DAY_MS = 86_400_000

/** `/.well-known/security.txt` (RFC 9116), good for a year; undefined where no contact is set. */
export function writeSecurityText(
  { SECURITY_CONTACT, PUBLIC_URL }: Pick<Config, 'SECURITY_CONTACT' | 'PUBLIC_URL'>,
  now: Date,
): string | undefined {
  if (SECURITY_CONTACT === undefined) return undefined
  // By whole days, so that caches see one text for a day.
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  const expires = new Date(today + 364 * DAY_MS).toISOString().replace('.000', '')
  return [
    `Contact: ${SECURITY_CONTACT}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${PUBLIC_URL}/.well-known/security.txt`,
    '',
  ].join('\n')
}
