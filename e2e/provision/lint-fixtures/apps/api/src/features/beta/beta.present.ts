// expect: none
export function presentBeta(beta: { name: string }): string {
  return beta.name
}
