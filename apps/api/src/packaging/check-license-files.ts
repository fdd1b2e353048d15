import { PackagingError, quoteForMessage } from './packaging-error.ts'

/**
 * Every `License-File` of the metadata is a member of the archive, below `folder` (PEP 639).
 * @throws PackagingError `license-file-missing`
 */
export function checkLicenseFiles(
  paths: readonly string[],
  folder: string,
  members: { has(name: string): boolean },
): void {
  for (const path of paths) {
    const name = `${folder}/${path}`
    if (members.has(name)) continue
    throw new PackagingError(
      'license-file-missing',
      `License-File ${quoteForMessage(path)} does not exist at ${quoteForMessage(name)}.`,
    )
  }
}
