/**
 * Path of a file's provenance document in the site (PEP 740). None of its parts has a character that an
 * address would want escaped.
 */
export function provenancePathOf(
  normalizedName: string,
  { version, filename }: { readonly version: string; readonly filename: string },
): string {
  return `/integrity/${normalizedName}/${version}/${filename}/provenance`
}
