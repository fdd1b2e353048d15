/** `/body/scope/projects/0` → `scope.projects.0`, the form library's way to name a field. */
export function fieldName(pointer: string): string {
  return pointer
    .split('/')
    .slice(2)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
}
