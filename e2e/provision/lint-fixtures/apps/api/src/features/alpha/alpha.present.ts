// expect: none
export function presentAlpha(alpha: { name: string }): string {
  return alpha.name
}
