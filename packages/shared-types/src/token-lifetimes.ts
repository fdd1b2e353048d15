/** Days a token may be asked to live; `null` = until revoked. */
export const TOKEN_LIFETIMES = [7, 30, 90, 365] as const
export type TokenLifetime = (typeof TOKEN_LIFETIMES)[number] | null
export const TOKEN_DEFAULT_LIFETIME = 90

/**
 * The lives that may be asked for, shortest first.
 * @param maxDays as the site tells it (`tokenMaxDays`); null: all of them, and a life until revoked.
 */
export function offeredLifetimes(maxDays: number | null): readonly TokenLifetime[] {
  if (maxDays === null) return [...TOKEN_LIFETIMES, null]
  return TOKEN_LIFETIMES.filter((days) => days <= maxDays)
}

/** What nobody chose: 90 days, or the longest life that is offered. */
export function defaultLifetime(maxDays: number | null): TokenLifetime {
  const short = (days: TokenLifetime) => days !== null && days <= TOKEN_DEFAULT_LIFETIME
  return offeredLifetimes(maxDays).findLast(short) ?? null
}
