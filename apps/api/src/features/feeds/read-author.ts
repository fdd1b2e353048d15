/** One plain address; quoted parts and comments are not understood and not shown. */
const ADDRESS =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$/

/**
 * The addresses of an `Author-email` such as `A <a@example.org>, b@example.org`, by commas; undefined
 * unless every one can be read.
 */
export function readAuthor(authorEmail: string | null): string | undefined {
  if (authorEmail === null || authorEmail.length > 2_000) return undefined
  const addresses = authorEmail.split(',').map(readAddress)
  return addresses.every((address) => ADDRESS.test(address)) ? addresses.join(', ') : undefined
}

function readAddress(text: string): string {
  const trimmed = text.trim()
  const open = trimmed.lastIndexOf('<')
  return open !== -1 && trimmed.endsWith('>') ? trimmed.slice(open + 1, -1).trim() : trimmed
}
