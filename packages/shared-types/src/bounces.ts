/**
 * What mail itself told of an address, which made it unverified: it came back for good, was held up
 * too often, or its reader called it spam. Verifying the address again ends it.
 */
export const BOUNCES = ['hard', 'soft', 'spam'] as const
export type BounceKind = (typeof BOUNCES)[number]
