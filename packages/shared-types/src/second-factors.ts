import * as z from 'zod/mini'

/** How somebody can show, after the password, that it is them. */
export const SECOND_FACTORS = ['passkey', 'authenticator', 'recovery'] as const
export type SecondFactor = (typeof SECOND_FACTORS)[number]

/** The password was right; this is what is still missing. */
export const SecondStep = z
  .object({
    /** Goes back with the second factor; good once. */
    step: z.string(),
    expiresAt: z.iso.datetime(),
    /** What the person can show, the last used first. */
    factors: z.array(z.enum(SECOND_FACTORS)),
  })
  .register(z.globalRegistry, { id: 'SecondStep' })
export type SecondStep = z.output<typeof SecondStep>
