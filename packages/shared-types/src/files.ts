import * as z from 'zod/mini'
import { PublishedBy } from './published-by.ts'
import { FileProvenance } from './provenance.ts'

export const DISTRIBUTION_KINDS = ['wheel', 'sdist'] as const

/** One uploaded distribution. */
export const DistributionFile = z
  .object({
    filename: z.string(),
    kind: z.enum(DISTRIBUTION_KINDS),
    /** Bytes. */
    size: z.number(),
    /** `source`, or the Python tags of a wheel joined by dots. */
    pythonTag: z.string(),
    sha256: z.string(),
    blake2b256: z.string(),
    md5: z.string(),
    requiresPython: z.nullable(z.string()),
    uploadedAt: z.iso.datetime(),
    url: z.string(),
    /** Address of the core-metadata sidecar (PEP 658); wheels only. */
    metadataUrl: z.nullable(z.string()),
    /** Null: a person or an API token uploaded it. */
    publishedBy: z.nullable(PublishedBy),
    /** Null for a file that came without attestations. */
    provenance: z.nullable(FileProvenance),
  })
  .register(z.globalRegistry, { id: 'DistributionFile' })
export type DistributionFile = z.output<typeof DistributionFile>
