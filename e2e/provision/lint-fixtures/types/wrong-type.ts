/** The compiler has to refuse this: `noUncheckedIndexedAccess` makes the element possibly undefined. */
export function firstName(names: string[]): string {
  return names[0]
}
