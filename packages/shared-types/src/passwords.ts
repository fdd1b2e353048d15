import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'

/** Hexadecimal digits of the SHA-1 that are told; the rest never leaves who asks. */
export const RANGE_PREFIX_LENGTH = 5
/** Lines that an answer has at least: fewer are filled up with counts of zero. */
export const RANGE_LEAST_LINES = 800

export const getPasswordRange = endpoint({
  id: 'getPasswordRange',
  method: 'GET',
  path: '/api/v1/passwords/range/{prefix}',
  tag: 'Accounts',
  summary:
    'Breached passwords whose SHA-1 (of the NFKC form) begins with five hexadecimal digits: the rest of each hash, a colon, and how often it was seen (0: padding)',
  params: z.strictObject({ prefix: z.string().check(z.regex(/^[0-9A-Fa-f]{5}$/)) }),
  response: z.object({ lines: z.array(z.string()) }),
  problems: ['rate_limited'],
})
