import * as z from 'zod/mini'

/** What an attestation may say of a file: that it was published, or how it was built (PEP 740, SLSA). */
export const PREDICATE_TYPES = [
  'https://docs.pypi.org/attestations/publish/v1',
  'https://slsa.dev/provenance/v1',
] as const
export type PredicateType = (typeof PREDICATE_TYPES)[number]

/** The trusted publisher that uploaded a file, as its certificates were compared with. */
export const FilePublisher = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('github'),
    /** `owner/name`. */
    repository: z.string(),
    /** File name in `.github/workflows`. */
    workflow: z.string(),
    environment: z.nullable(z.string()),
  }),
  z.object({
    kind: z.literal('gitlab'),
    /** `group/…/name`. */
    repository: z.string(),
    /** Path of the pipeline's file in the repository. */
    workflowFilepath: z.string(),
    environment: z.nullable(z.string()),
  }),
  z.object({ kind: z.literal('google'), email: z.string() }),
])
export type FilePublisher = z.output<typeof FilePublisher>

/** One attestation: what was verified when the file was uploaded. */
export const FileAttestation = z.object({
  predicateType: z.enum(PREDICATE_TYPES),
  /** Address of the transparency log. */
  log: z.string(),
  /** The entry's place in the log; decimal, because it may be beyond what a number holds. */
  logIndex: z.string(),
  /** When the log took the entry. */
  integratedTime: z.iso.datetime(),
  /** As the certificate says; null where it does not. */
  sourceRepositoryUrl: z.nullable(z.string()),
  sourceCommit: z.nullable(z.string()),
  sourceRef: z.nullable(z.string()),
  runUrl: z.nullable(z.string()),
})
export type FileAttestation = z.output<typeof FileAttestation>

/** Who is proven to have published a file (PEP 740), in short. */
export const FileProvenance = z
  .object({
    publisher: FilePublisher,
    attestations: z.array(FileAttestation),
    /** Address of the whole document, with what proves it. */
    url: z.string(),
  })
  .register(z.globalRegistry, { id: 'FileProvenance' })
export type FileProvenance = z.output<typeof FileProvenance>
