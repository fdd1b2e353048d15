import { hasControlCharacter } from './member-path.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'

/** Longest file name on common file systems, in bytes; the `.metadata` sibling must fit too. */
const MAX_FILENAME_BYTES = 255 - '.metadata'.length

/**
 * What any distribution's file name must be: one path segment with an extension that is taken here.
 * @throws PackagingError `filename-invalid`, `filename-too-long`
 */
export function checkFilename(filename: string): void {
  const shown = quoteForMessage(filename)
  if (hasControlCharacter(filename)) {
    throw new PackagingError('filename-invalid', `Filename ${shown} has control characters.`)
  }
  if (/[/\\]/.test(filename)) {
    throw new PackagingError('filename-invalid', `Filename ${shown} must not have / or \\.`)
  }
  if (!/\.(?:whl|tar\.gz|zip)$/.test(filename)) {
    throw new PackagingError(
      'filename-invalid',
      `Invalid file extension of ${shown}: use .tar.gz for a source distribution or .whl for a wheel.`,
    )
  }
  if (Buffer.byteLength(filename) > MAX_FILENAME_BYTES) {
    throw new PackagingError('filename-too-long', `Filename ${shown} is too long.`)
  }
}
