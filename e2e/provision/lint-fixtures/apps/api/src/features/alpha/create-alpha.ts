// expect: none
export function createAlpha(name: string): { name: string } {
  return { name }
}
