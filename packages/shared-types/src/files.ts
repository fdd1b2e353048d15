import * as z from 'zod/mini'

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
  })
  .register(z.globalRegistry, { id: 'DistributionFile' })
export type DistributionFile = z.output<typeof DistributionFile>
