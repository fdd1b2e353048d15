import type { Prisma } from '@wheelhouse/database'
import type { Deps } from '../deps.ts'
import {
  createLocalSigstore,
  publishStatement,
} from '../features/attestations/test/local-sigstore.ts'
import { parseTrustRoot } from '../features/attestations/trust-root.ts'
import {
  verifyAttestations,
  type VerifiedProvenance,
} from '../features/attestations/verify-attestations.ts'
import { lockProjectRow } from '../features/projects/projects.queries.ts'
import { advanceIndex } from '../features/simple-index/advance-index.ts'
import { rewritePages } from '../features/simple-index/rewrite-pages.ts'
import { withTransaction } from '../infra/db/with-transaction.ts'

const PUBLISHER = {
  kind: 'github',
  repository: 'octo/sample',
  workflow: 'release.yml',
  environment: 'release',
} as const

/** A publication and a build of a file by `octo/sample` on GitHub, signed by a Sigstore of the test's own. */
export function makeProvenance(file: { filename: string; sha256: string }): VerifiedProvenance {
  const { attest, trustRoot } = createLocalSigstore()
  const build = { ...publishStatement(file), predicateType: 'https://slsa.dev/provenance/v1' }
  const attestations = JSON.stringify([attest(file), attest(file, { statement: build })])
  return verifyAttestations(attestations, PUBLISHER, file, parseTrustRoot(trustRoot))
}

/** Lets a file that was uploaded with a token have come with attestations. */
export async function attestFile(
  { db, pages, clock }: Pick<Deps, 'db' | 'pages' | 'clock'>,
  filename: string,
): Promise<VerifiedProvenance> {
  const { project, ...file } = await db.file.findUniqueOrThrow({
    where: { filename },
    include: { project: true },
  })
  const { body, summary } = makeProvenance(file)
  const serial = await withTransaction(db, async (tx) => {
    await lockProjectRow(tx, project.normalizedName)
    await tx.provenance.create({
      data: {
        fileId: file.id,
        body: body as unknown as Prisma.InputJsonObject,
        summary: summary as unknown as Prisma.InputJsonObject,
      },
    })
    await rewritePages(tx, project, [file.sortKey])
    const change = { action: 'add file', actor: 'test', at: clock.now() } as const
    return advanceIndex(tx, [{ project, ...change }])
  })
  await pages.announce(project.normalizedName, serial)
  return { body, summary }
}
