const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('aàeéiîoôuûcçnñyýAÀEÉIÎOÔUÛCÇNÑYÝ').flatMap((char, index, all) =>
    index % 2 === 0 ? [[char, all[index + 1] ?? char]] : [],
  ),
)

/**
 * A message as a longer, accented one that is still readable: shows text that is not in a
 * catalogue, boxes that do not grow, and letters that the font lacks. ICU syntax and tags stay.
 */
export function pseudoMessage(message: string): string {
  let depth = 0
  let inTag = false
  let text = ''
  for (const char of message) {
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
    if (char === '<') inTag = true
    // Even depths are text: 0 is the sentence, 2 a branch of a plural.
    text += depth % 2 === 0 && !inTag ? (ACCENTED[char] ?? char) : char
    if (char === '>') inTag = false
  }
  return `[${text}${'~'.repeat(Math.ceil(message.length / 5))}]`
}

export type Catalogue = { readonly [key: string]: string | Catalogue }

/** The whole catalogue in pseudo-language. */
export function pseudoCatalogue(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudoMessage(value) : pseudoCatalogue(value),
    ]),
  )
}
