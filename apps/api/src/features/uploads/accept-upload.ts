import { normalizeName } from '@wheelhouse/shared-types/python'
import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import type { Origin, TokenCaller } from '../../http/caller.ts'
import { actorOf } from '../events/record-event.ts'
import { checkForClash } from './check-for-clash.ts'
import { checkFormFields, single } from './check-form-fields.ts'
import { checkNewName } from './check-new-name.ts'
import { judgeFile, type Form } from './judge-file.ts'
import { publishDistribution } from './publish-distribution.ts'
import type { Publisher } from './publisher.ts'
import { receiveForm, type ReceivedForm } from './receive-form.ts'
import { checkUploadRight } from './uploads.policy.ts'

/**
 * One upload, from its first byte to its answer: streamed and hashed, judged, stored, committed.
 * Cheap refusals come before dear ones, and everything slow before the transaction. Sent again, the
 * same file changes nothing.
 * @throws UploadRefusal with one clear reason; nothing stays then.
 */
export async function acceptUpload(
  deps: Deps,
  request: Request,
  caller: TokenCaller,
  origin: Origin,
): Promise<void> {
  const publisher: Publisher = {
    kind: 'caller',
    actor: actorOf(caller),
    userId: caller.user.id,
    caller,
    origin,
  }
  const received = await receiveForm(request, deps.storage, deps.config.MAX_FILE_SIZE)
  try {
    await judgeAndPublish(deps, received, publisher)
  } finally {
    await received.file?.incoming.discard()
  }
}

async function judgeAndPublish(
  deps: Deps,
  { fields, file: sent }: ReceivedForm,
  publisher: Publisher,
): Promise<void> {
  const file = checkFormFields(fields, sent)
  await checkRightByForm(deps, fields, publisher)
  if (await checkForClash(deps.db, file)) return
  const { inspected, readme } = await judgeFile(deps, file, fields, { requireReadme: true })
  await checkNewName(deps, inspected.name, inspected.normalizedName, publisher)
  await publishDistribution(deps, { file, inspected, readme, publisher })
}

/** The form's name is checked against the file later; here it spares a stranger's file the inspection. */
async function checkRightByForm(deps: Deps, fields: Form, publisher: Publisher): Promise<void> {
  const name = single(fields, 'name')
  if (name === undefined) return
  const project = await deps.db.project.findUnique({
    where: { normalizedName: normalizeName(name) },
    include: { roles: { select: { principalId: true } } },
  })
  checkUploadRight(project ?? undefined, publisher, deps.config)
}
