import { createHash } from 'node:crypto'
import type { Prisma } from '@wheelhouse/database'
import { parseVersion, versionSortKey, isPrerelease } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import type { Tx } from '../../infra/db/database.ts'
import { isUniqueViolation, withTransaction } from '../../infra/db/with-transaction.ts'
import type { InspectedDistribution } from '../../packaging/inspected-distribution.ts'
import { README_RENDERER_VERSION, type RenderedReadme } from '../../readme/readme.ts'
import type { VerifiedProvenance } from '../attestations/verify-attestations.ts'
import { recordEvent } from '../events/record-event.ts'
import { lockProjectRow } from '../projects/projects.queries.ts'
import { refreshLatest } from '../projects/refresh-latest.ts'
import { advanceIndex, type Change } from '../simple-index/advance-index.ts'
import { rewritePages } from '../simple-index/rewrite-pages.ts'
import { checkForClash } from './check-for-clash.ts'
import { checkRelease } from './check-release.ts'
import { findPlace, type PlacedRelease } from './find-place.ts'
import { openProject, type OpenedProject } from './open-project.ts'
import type { Publisher } from './publisher.ts'
import type { ReceivedFile } from './hash-stream.ts'

export type Publication = {
  readonly file: ReceivedFile
  readonly inspected: InspectedDistribution
  readonly readme: Exclude<RenderedReadme, { failed: string }> | undefined
  readonly publisher: Publisher
  /** Of a file that came with attestations. */
  readonly provenance?: VerifiedProvenance | undefined
}

export type Published = {
  readonly outcome: 'stored' | 'unchanged'
  readonly normalizedName: string
  readonly serial: bigint
}

/** Path in the storage of a file with this BLAKE2b-256. */
export function storagePathOf(blake2b256: string, filename: string): string {
  return `${blake2b256.slice(0, 2)}/${blake2b256.slice(2, 4)}/${blake2b256.slice(4)}/${filename}`
}

/**
 * Makes a judged file part of the index: on disk first, then project, release, file, event, pages
 * and journal in one transaction. A crash between any two steps leaves nothing visible.
 * @throws UploadRefusal when the index as it is now does not take the file.
 */
export async function publishDistribution(
  deps: Deps,
  publication: Publication,
): Promise<Published> {
  const { file, inspected } = publication
  const storagePath = storagePathOf(file.blake2b256, file.filename)
  await deps.metrics.uploads.time('store', () =>
    file.incoming.publish(storagePath, file.sha256, inspected.metadataBytes),
  )
  return deps.metrics.uploads.time('commit', () => commit(deps, publication, storagePath))
}

async function commit(
  deps: Deps,
  publication: Publication,
  storagePath: string,
): Promise<Published> {
  const attempt = () => withTransaction(deps.db, (tx) => write(tx, deps, publication, storagePath))
  const published = await attempt().catch((error: unknown) => {
    // Two first uploads of one project, or one file twice, at the same moment: the second looks again.
    if (!isUniqueViolation(error)) throw error
    return attempt()
  })
  await deps.pages.announce(published.normalizedName, published.serial)
  return published
}

async function write(
  tx: Tx,
  deps: Deps,
  publication: Publication,
  storagePath: string,
): Promise<Published> {
  const { file, inspected, publisher } = publication
  const at = deps.clock.now()
  await lockProjectRow(tx, inspected.normalizedName)
  const place = await findPlace(tx, { ...inspected, ...file })
  const project = await openProject(tx, deps, place.project, publication, at)
  if (checkForClash(place, file)) {
    return { outcome: 'unchanged', normalizedName: project.normalizedName, serial: 0n }
  }
  const release = await openRelease(tx, deps, place.release, project, publication, at)
  const sortKey = `${release.sortKey} ${file.filename}`
  await tx.file.create({
    data: fileRow(
      publication,
      { projectId: project.id, releaseId: release.id },
      sortKey,
      storagePath,
      at,
    ),
  })
  await refreshLatest(tx, project.id, {
    name: publisher.kind === 'caller' ? inspected.name : project.name,
    addedSize: file.size,
  })
  if (publisher.kind === 'caller' && publisher.caller.kind === 'publisher') {
    const link = { projectId: project.id, publisherId: publisher.caller.publisherId }
    await tx.projectPublisher.updateMany({ where: link, data: { lastUsedAt: at } })
  }
  const { actor } = publisher
  const described = { version: release.version, filename: file.filename }
  await recordEvent(tx, {
    kind: 'file-uploaded',
    actor,
    at,
    projectId: project.id,
    details: { ...described, size: file.size },
    ...(publisher.kind === 'caller'
      ? { from: { origin: publisher.origin, secrets: deps.secrets } }
      : {}),
  })
  // A yank that came with an imported file concerns the release's other files too.
  const keys = release.yankChanged ? await sortKeysOf(tx, release.id) : [sortKey]
  await rewritePages(tx, project, keys)
  const change = (action: Change['action'], more: Partial<Change> = {}): Change => ({
    project,
    action,
    actor: actor.name,
    at,
    ...more,
  })
  const serial = await advanceIndex(tx, [
    ...(project.created ? [change('create project')] : []),
    ...(release.created ? [change('add release', { version: release.version })] : []),
    change('add file', described),
  ])
  return { outcome: 'stored', normalizedName: project.normalizedName, serial }
}

type OpenedRelease = {
  id: string
  version: string
  sortKey: string
  created: boolean
  yankChanged: boolean
}

async function openRelease(
  tx: Tx,
  deps: Deps,
  found: PlacedRelease | undefined,
  project: OpenedProject,
  { inspected, readme, publisher }: Publication,
  at: Date,
): Promise<OpenedRelease> {
  const { canonicalVersion } = inspected
  const yankedReason = publisher.kind === 'import' ? publisher.yankedReason : undefined
  if (found !== undefined) {
    checkRelease(deps, found, {
      projectName: project.name,
      kind: inspected.kind,
      publisher,
    })
    const yankChanged = yankedReason !== undefined && found.yankedAt === null
    const publishedAt = publisher.kind === 'import' ? publisher.uploadedAt : at
    if (yankChanged || publishedAt < found.publishedAt) {
      await tx.release.update({
        where: { id: found.id },
        data: {
          publishedAt: publishedAt < found.publishedAt ? publishedAt : found.publishedAt,
          ...(yankChanged ? { yankedAt: at, yankedReason: yankedReason || null } : {}),
        },
      })
    }
    return { ...found, created: false, yankChanged }
  }
  const version = parseVersion(inspected.version)!
  const sortKey = versionSortKey(version)
  const { description, raw: _, ...metadata } = inspected.metadata
  const { id } = await tx.release.create({
    data: {
      projectId: project.id,
      version: inspected.version,
      canonicalVersion,
      sortKey,
      isPrerelease: isPrerelease(version),
      origin: publisher.kind === 'import' ? publisher.origin : 'hosted',
      publishedAt: publisher.kind === 'import' ? publisher.uploadedAt : at,
      yankedAt: yankedReason === undefined ? null : at,
      yankedReason: yankedReason || null,
      summary: metadata.summary ?? '',
      requiresPython: metadata.requiresPython ?? null,
      metadata: metadata as unknown as Prisma.InputJsonObject,
      createdAt: at,
      ...(readme === undefined
        ? {}
        : {
            readme: {
              create: {
                source: description ?? '',
                contentType: metadata.descriptionContentType ?? null,
                kind: readme.kind,
                html: readme.html,
                rendererVersion: README_RENDERER_VERSION,
              },
            },
          }),
    },
  })
  return { id, version: inspected.version, sortKey, created: true, yankChanged: false }
}

function fileRow(
  { file, inspected, publisher, provenance }: Publication,
  ids: { projectId: string; releaseId: string },
  sortKey: string,
  storagePath: string,
  at: Date,
): Prisma.FileUncheckedCreateInput {
  return {
    ...ids,
    filename: file.filename,
    sortKey,
    kind: inspected.kind,
    origin: publisher.kind === 'import' ? publisher.origin : 'hosted',
    size: BigInt(file.size),
    sha256: file.sha256,
    blake2b256: file.blake2b256,
    md5: file.md5,
    storagePath,
    pythonTag: inspected.pythonTag,
    abiTags: [...(inspected.tags?.abi ?? [])],
    platformTags: [...(inspected.tags?.platform ?? [])],
    build: inspected.build ?? null,
    requiresPython: inspected.metadata.requiresPython ?? null,
    metadataSha256: metadataSha256Of(inspected),
    uploadedAt: publisher.kind === 'import' ? publisher.uploadedAt : at,
    uploaderId: publisher.userId,
    ...runOf(publisher),
    ...(provenance === undefined ? {} : { provenance: { create: provenanceRow(provenance, at) } }),
  }
}

function provenanceRow({ body, summary }: VerifiedProvenance, createdAt: Date) {
  return {
    body: body as unknown as Prisma.InputJsonObject,
    summary: summary as unknown as Prisma.InputJsonObject,
    createdAt,
  }
}

/** What a trusted publisher said of the run that sent the file. */
function runOf(publisher: Publisher): { publishedBy?: Prisma.InputJsonObject } {
  if (publisher.kind === 'import' || publisher.caller.kind !== 'publisher') return {}
  return { publishedBy: publisher.caller.run as Prisma.InputJsonObject }
}

function metadataSha256Of({ metadataBytes }: InspectedDistribution): string | null {
  if (metadataBytes === undefined) return null
  return createHash('sha256').update(metadataBytes).digest('hex')
}

async function sortKeysOf(tx: Tx, releaseId: string): Promise<string[]> {
  const files = await tx.file.findMany({ where: { releaseId }, select: { sortKey: true } })
  return files.map((file) => file.sortKey)
}
