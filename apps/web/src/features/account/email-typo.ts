const COMMON = [
  'gmail.com',
  'googlemail.com',
  'hotmail.com',
  'outlook.com',
  'yahoo.com',
  'icloud.com',
  'proton.me',
  'protonmail.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'example.com',
  'example.org',
] as const

/**
 * The address that was probably meant, when the domain is one slip away from a common one
 * (a letter too many, missing, wrong, or two swapped); else undefined.
 */
export function likelyAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  if (at < 1) return undefined
  const domain = address.slice(at + 1).toLowerCase()
  if (domain.length > 30 || COMMON.some((common) => common === domain)) return undefined
  const meant = COMMON.find((common) => isOneSlipAway(domain, common))
  return meant === undefined ? undefined : `${address.slice(0, at)}@${meant}`
}

function isOneSlipAway(typed: string, meant: string): boolean {
  let start = 0
  while (start < typed.length && typed[start] === meant[start]) start += 1
  const rest = (text: string, from: number) => text.slice(start + from)
  return (
    rest(typed, 1) === rest(meant, 1) ||
    rest(typed, 1) === rest(meant, 0) ||
    rest(typed, 0) === rest(meant, 1) ||
    (typed[start] === meant[start + 1] &&
      typed[start + 1] === meant[start] &&
      rest(typed, 2) === rest(meant, 2))
  )
}
