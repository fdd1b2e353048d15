import type { UploadWarning } from '@wheelhouse/shared-types'
import type { CoreMetadata } from '../../packaging/core-metadata.ts'

/** What the metadata of a good file leave out that people look for on a project's page. */
export function findWarnings(metadata: CoreMetadata): UploadWarning[] {
  const isMissing = (text: string | undefined) => text === undefined || text.trim() === ''
  const { license, licenseExpression, classifiers } = metadata
  const hasLicense =
    !isMissing(licenseExpression) ||
    !isMissing(license) ||
    classifiers.some((classifier) => classifier.startsWith('License ::'))
  const found: readonly (readonly [UploadWarning, boolean])[] = [
    ['no-description', isMissing(metadata.description)],
    ['no-summary', isMissing(metadata.summary)],
    ['no-requires-python', isMissing(metadata.requiresPython)],
    ['no-license', !hasLicense],
  ]
  return found.flatMap(([warning, applies]) => (applies ? [warning] : []))
}
