/** What a verified token claims. Nothing is known of its types. */
export type Claims = Readonly<Record<string, unknown>>

/** A claim that is text and not empty; undefined for anything else. */
export function textClaim(claims: Claims, name: string): string | undefined {
  const value = claims[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Whether a claim is this text, where the provider does not tell upper from lower case. */
export function isSameName(claims: Claims, name: string, expected: string): boolean {
  return textClaim(claims, name)?.toLowerCase() === expected.toLowerCase()
}

/**
 * The file in `<prefix><file>@<ref>`, the form in which providers name a workflow. The prefix is
 * compared without its case; what follows the file must be one of `refs`, so that neither the branch
 * nor the file can be made to look like the other.
 */
export function fileOfRef(
  text: string | undefined,
  prefix: string,
  refs: readonly (string | undefined)[],
): string | undefined {
  if (text === undefined || !text.toLowerCase().startsWith(prefix.toLowerCase())) return undefined
  const rest = text.slice(prefix.length)
  const ref = refs.find((one) => one !== undefined && rest.endsWith(`@${one}`))
  return ref === undefined ? undefined : rest.slice(0, -ref.length - 1)
}
