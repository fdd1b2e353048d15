/** The user name that stands before an API token in HTTP Basic. */
export const TOKEN_USERNAME = '__token__'

/**
 * The secret in an `Authorization` header: `Bearer …`, `token …`, or Basic with the user name
 * `__token__`. Undefined for any other scheme or name.
 */
export function readAuthorization(header: string): string | undefined {
  const space = header.indexOf(' ')
  const scheme = header.slice(0, space).toLowerCase()
  const rest = header.slice(space + 1).trim()
  if (scheme === 'bearer' || scheme === 'token') return rest
  if (scheme !== 'basic') return undefined
  const decoded = Buffer.from(rest, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon === -1 || decoded.slice(0, colon).trim() !== TOKEN_USERNAME) return undefined
  return decoded.slice(colon + 1).trim()
}
