import { open } from 'node:fs/promises'
import { parseSpecifierSet } from '@wheelhouse/shared-types/python'
import type { Deps } from '../../deps.ts'
import { SYSTEM } from '../events/record-event.ts'
import { checkForClash } from '../uploads/check-for-clash.ts'
import { findPlace } from '../uploads/find-place.ts'
import { fileTooLarge, hashStream, type ReceivedFile } from '../uploads/hash-stream.ts'
import { judgeFile, type Judged } from '../uploads/judge-file.ts'
import { publishDistribution } from '../uploads/publish-distribution.ts'
import type { Publisher } from '../uploads/publisher.ts'
import { UploadRefusal } from '../uploads/upload-refusal.ts'
import { fetchSource, type SourceAccess } from './fetch-source.ts'
import type { KnownFile } from './imports.queries.ts'
import { SourceError } from './source-error.ts'
import type { NamedFile } from './source-file.ts'

export type FileOrder = {
  readonly file: NamedFile
  /** What the index has under this name. */
  readonly known: KnownFile | undefined
  /** User who owns projects that the import makes; null: nobody, they are marked as imported. */
  readonly ownerId: string | null
  readonly access: SourceAccess
  readonly signal: AbortSignal
  /** Resolves when the file may be published: what must be in the index before it is. */
  turn(): Promise<void>
}

export type FileOutcome = { readonly outcome: 'imported' | 'unchanged'; readonly bytes: number }

/**
 * Brings one file into the index: fetched, compared with what its source states, inspected as an
 * upload is, published with its upload time and yank. A file that is here already is not fetched.
 * @throws UploadRefusal when the index does not take it; SourceError when it cannot be fetched; the
 *   signal's reason before the publishing has begun. Nothing half stays.
 */
export async function importFile(deps: Deps, order: FileOrder): Promise<FileOutcome> {
  const { file, known, signal } = order
  if (known !== undefined && isSettled(file, known)) return { outcome: 'unchanged', bytes: 0 }
  const limit = deps.config.MAX_FILE_SIZE
  if (file.size !== undefined && file.size > limit) throw fileTooLarge(limit)

  const received = await receive(deps, order)
  try {
    checkDigests(file, received)
    if (checkForClash(await findPlace(deps.db, received), received)) {
      return { outcome: 'unchanged', bytes: received.size }
    }
    const judged = await judgeFile(deps, received, {}, { requireReadme: false })
    await order.turn()
    signal.throwIfAborted()
    const { outcome } = await publishDistribution(deps, {
      file: received,
      inspected: withRequiresPython(judged.inspected, file.requiresPython),
      readme: judged.readme,
      publisher: publisherOf(deps, order),
    })
    return { outcome: outcome === 'stored' ? 'imported' : 'unchanged', bytes: received.size }
  } finally {
    await received.incoming.discard()
  }
}

/** Whether the digest that the source states settles the matter without the bytes. */
function isSettled({ filename, hashes }: NamedFile, known: KnownFile): boolean {
  if (hashes.sha256 === undefined) return false
  if (known.state === 'published' && known.sha256 === hashes.sha256) return true
  // The words are those for an upload of the same.
  throw known.state === 'published'
    ? new UploadRefusal(
        400,
        'file-exists',
        `File already exists ('${filename}', with other content).`,
      )
    : new UploadRefusal(
        400,
        'filename-burnt',
        'This filename was used by a file that has been deleted.',
      )
}

async function receive(deps: Deps, { file, access, signal }: FileOrder): Promise<ReceivedFile> {
  const { filename, place } = file
  const hash = (stream: AsyncIterable<Uint8Array>) =>
    hashStream(stream, filename, deps, deps.config.MAX_FILE_SIZE, signal)
  if (place.kind === 'url') {
    return fetchSource(place.url, { access, accept: '*/*', signal }, (answer) => hash(answer.body))
  }
  const handle = await open(place.path).catch((error: NodeJS.ErrnoException) => {
    throw new SourceError(`cannot be read (${error.code ?? error.message})`, { cause: error })
  })
  return hash(handle.createReadStream())
}

function checkDigests({ hashes, size }: NamedFile, received: ReceivedFile): void {
  const wrong = (['sha256', 'md5'] as const).find(
    (digest) => hashes[digest] !== undefined && hashes[digest] !== received[digest],
  )
  if (wrong !== undefined) {
    throw new UploadRefusal(
      400,
      'digest-mismatch',
      `What was fetched has another ${wrong} (${received[wrong]}) than its source states (${hashes[wrong]}).`,
    )
  }
  if (size === undefined || size === received.size) return
  throw new UploadRefusal(
    400,
    'size-mismatch',
    `What was fetched has ${received.size} bytes; its source states ${size}.`,
  )
}

/** The archive's word counts; the page's fills a gap, as it did for the source's installers. */
function withRequiresPython(
  inspected: Judged['inspected'],
  requiresPython: string | undefined,
): Judged['inspected'] {
  const { metadata } = inspected
  if (metadata.requiresPython !== undefined || requiresPython === undefined) return inspected
  if (parseSpecifierSet(requiresPython) === undefined) return inspected
  return { ...inspected, metadata: { ...metadata, requiresPython } }
}

function publisherOf({ clock }: Deps, { file, ownerId }: FileOrder): Publisher {
  const now = clock.now()
  const { uploadedAt = now } = file
  return {
    kind: 'import',
    actor: SYSTEM,
    userId: ownerId,
    origin: ownerId === null ? 'imported' : 'hosted',
    // A source with a wrong clock must not put files into the future.
    uploadedAt: uploadedAt > now ? now : uploadedAt,
    yankedReason: file.yankedReason,
  }
}
