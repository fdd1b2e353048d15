import type { FileWindow } from './file-window.ts'
import { recordView } from './file-window.ts'
import { PackagingError } from './packaging-error.ts'
import { BLOCK, hasTarChecksum } from './tar-header.ts'

const END_RECORD = 22
const MAX_COMMENT = 65_535

function refuse(): never {
  throw new PackagingError(
    'archive-polyglot',
    'Invalid distribution file: it can be read as a ZIP archive and as a tar archive.',
  )
}

/** @throws PackagingError `archive-polyglot` when the ZIP file begins with a valid tar header */
export function refuseTarInZip(file: FileWindow): void {
  if (file.size >= BLOCK && hasTarChecksum(file.copy(0, BLOCK))) refuse()
}

/**
 * Looks for a ZIP end record at the end of a gzip file, the way ZIP readers do: from behind, in
 * the last 64 KiB.
 * @throws PackagingError `archive-polyglot`
 */
export function refuseZipInTar(file: FileWindow): void {
  const length = Math.min(file.size, END_RECORD + MAX_COMMENT)
  const tail = Buffer.from(file.copy(file.size - length, length))
  for (
    let at = tail.lastIndexOf('PK\u0005\u0006');
    at >= 0;
    at = at === 0 ? -1 : tail.lastIndexOf('PK\u0005\u0006', at - 1)
  ) {
    if (at + END_RECORD > length) continue
    const view = recordView(tail.subarray(at, at + END_RECORD))
    const reachesEnd = at + END_RECORD + view.getUint16(20, true) === length
    const directoryFits = view.getUint32(12, true) <= file.size - length + at
    // Bytes that only happen to look like the signature fail one of the two.
    if (reachesEnd && directoryFits) refuse()
  }
}
