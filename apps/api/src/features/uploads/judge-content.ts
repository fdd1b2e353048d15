import {
  normalizeName,
  parseSdistFilename,
  parseWheelFilename,
} from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { checkFilename } from '../../packaging/check-filename.ts'
import { quoteForMessage } from '../../packaging/packaging-error.ts'
import { checkForClash } from './check-for-clash.ts'
import { checkTarget, checkTargetRelease } from './check-target.ts'
import { findPlace, type Place } from './find-place.ts'
import type { ReceivedFile } from './hash-stream.ts'
import { judgeFile, type Judged } from './judge-file.ts'
import { checkRoom } from './open-project.ts'
import type { CallingPublisher } from './publisher.ts'
import { UploadRefusal } from './upload-refusal.ts'

/** What came of judging a file: it is here already, or it may be published. */
export type JudgedContent =
  | { readonly isHere: true }
  | ({ readonly isHere: false; readonly place: Place } & Judged)

/**
 * All rules for a file that comes without a form, in the order of those for a form: its own name
 * says to which project it goes, and the archive must say the same. Changes nothing.
 * @throws UploadRefusal or PackagingError with one clear reason.
 */
export async function judgeContent(
  deps: Deps,
  file: ReceivedFile,
  publisher: CallingPublisher,
): Promise<JudgedContent> {
  const { filename } = file
  checkFilename(filename)
  const named = readName(filename)
  const place = await findPlace(deps.db, { ...named, ...file })
  if (named !== undefined) await checkTarget(deps, place, named.name, publisher)
  if (file.size === 0) {
    throw new UploadRefusal(400, 'file-empty', 'Invalid distribution file: it is empty.')
  }
  checkRoom(deps.config.MAX_PROJECT_SIZE, place.project?.totalSize, file.size)
  if (checkForClash(place, file)) return { isHere: true }
  checkTargetRelease(deps, place, filename, publisher)
  const judged = await judgeFile(deps, file, {}, { requireReadme: true })
  // The rights were looked at for the project of the name: none other may be meant.
  if (named === undefined || normalizeName(named.name) !== judged.inspected.normalizedName) {
    throw new UploadRefusal(
      400,
      'filename-name-mismatch',
      `Filename ${quoteForMessage(filename)} does not name the project ${judged.inspected.name}.`,
    )
  }
  return { isHere: false, place, ...judged }
}

/** Project and version as a file's name has them; undefined for a name that the inspection refuses. */
function readName(filename: string): { name: string; version: string } | undefined {
  const wheel = parseWheelFilename(filename)
  const parts = wheel.ok ? wheel.wheel : parseSdistFilename(filename)
  return parts && { name: parts.namePart, version: parts.versionPart }
}
