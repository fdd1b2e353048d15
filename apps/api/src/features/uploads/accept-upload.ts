import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import type { Origin } from '../../http/caller.ts'
import { inspectionPolicy } from '../../infra/inspection.ts'
import { checkMetadata } from '../../packaging/check-metadata.ts'
import { readFormMetadata } from '../../packaging/form-metadata.ts'
import { checkAttestations, findAttestations } from './check-attestations.ts'
import { checkDigests, checkFileNameAndType, requireFile } from './check-file.ts'
import { checkForClash } from './check-for-clash.ts'
import { checkAction, checkFileFields, checkProtocol, single } from './check-form-fields.ts'
import { checkTarget, checkTargetRelease } from './check-target.ts'
import { findPlace } from './find-place.ts'
import { judgeFile } from './judge-file.ts'
import { countNewProject } from './limit-new-projects.ts'
import { checkRoom } from './open-project.ts'
import { publishDistribution, type Published } from './publish-distribution.ts'
import { publisherOf, type CallingPublisher, type Uploader } from './publisher.ts'
import { receiveForm, type ReceivedForm } from './receive-form.ts'

/**
 * One upload, from its first byte to its answer: streamed and hashed, judged, stored, committed.
 * Sent again, the same file changes nothing.
 * @throws UploadRefusal or PackagingError with one clear reason; nothing stays then.
 */
export async function acceptUpload(
  deps: Deps,
  request: Request,
  caller: Uploader,
  origin: Origin,
): Promise<Published['outcome']> {
  const publisher = publisherOf(caller, origin)
  const received = await deps.metrics.uploads.time('receive', () =>
    receiveForm(request, deps, deps.config.MAX_FILE_SIZE),
  )
  deps.metrics.uploads.received(received.file?.size ?? 0)
  try {
    return await judgeAndPublish(deps, received, publisher)
  } finally {
    await received.file?.incoming.discard()
  }
}

/**
 * All rules, in the order in which PyPI gives its one reason, which people know and clients look for:
 * form, rights, file, clashes, archive. What is dear comes after what is cheap, and everything slow
 * before the transaction.
 */
async function judgeAndPublish(
  deps: Deps,
  { fields, file: sent, partType }: ReceivedForm,
  publisher: CallingPublisher,
): Promise<Published['outcome']> {
  checkAction(single(fields, ':action'))
  checkProtocol(fields)
  checkFileFields(fields)
  const stated = checkMetadata(readFormMetadata(fields), inspectionPolicy(deps.config))
  const file = requireFile(sent)

  const { name = '', version } = stated
  const place = await findPlace(deps.db, { name, version, ...file })
  await checkTarget(deps, place, name, publisher)

  checkFileNameAndType(file, partType, fields)
  checkRoom(deps.config.MAX_PROJECT_SIZE, place.project?.totalSize, file.size)
  checkDigests(file, fields)
  if (checkForClash(place, file)) return 'unchanged'
  checkTargetRelease(deps, place, file.filename, publisher)
  const attestations = findAttestations(fields, publisher.caller)

  const { inspected, readme } = await judgeFile(deps, file, fields, { requireReadme: true })
  const provenance = await checkAttestations(deps, attestations, file)
  if (place.project === undefined) await countNewProject(deps, publisher, name)
  const publication = { file, inspected, readme, publisher, provenance }
  const published = await publishDistribution(deps, publication)
  return published.outcome
}
