// expect: none
export function mayCreateAlpha(isAdmin: boolean): boolean {
  return isAdmin
}
