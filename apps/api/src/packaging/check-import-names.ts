import { PackagingError, quoteForMessage } from './packaging-error.ts'

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for ' +
    'from global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
)

function isImportPath(path: string): boolean {
  return path
    .split('.')
    .every((part) => /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(part) && !KEYWORDS.has(part))
}

/**
 * Import-Name and Import-Namespace (metadata 2.5): dotted identifiers, optionally `; private`.
 * @throws PackagingError `metadata-import-name`
 */
export function checkImportNames(names: readonly string[], namespaces: readonly string[]): void {
  const refuse = (value: string, what: string): never => {
    throw new PackagingError(
      'metadata-import-name',
      `Invalid metadata: import name ${quoteForMessage(value)} ${what}.`,
    )
  }
  // A lone empty name: nothing can be imported.
  if (names.length === 1 && names[0] === '' && namespaces.length === 0) return
  const seen = new Set<string>()
  for (const value of [...names, ...namespaces]) {
    const [path = '', mark, ...more] = value.split(';').map((part) => part.trim())
    if (!isImportPath(path)) refuse(value, 'is not a dotted Python identifier')
    if (more.length > 0 || (mark !== undefined && mark !== 'private'))
      refuse(value, 'may be followed by ; private only')
    if (seen.has(path)) refuse(value, 'is given twice')
    seen.add(path)
  }
}
