// expect: none
export function slugOf(name: string): string {
  return name.toLowerCase()
}
