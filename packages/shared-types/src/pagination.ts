import * as z from 'zod/mini'

export const PAGE_SIZE = 20
export const MAX_PAGE_SIZE = 100

/** Query of a list: `cursor` is opaque, taken from the `nextCursor` of the page before. */
export const pageQuery = {
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(MAX_PAGE_SIZE)), PAGE_SIZE),
}

/** A page of a list; `total` counts all matches, or is left out where counting is not cheap. */
export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.nullable(z.string()),
    total: z.optional(z.number()),
  })
}
