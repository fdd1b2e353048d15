import { DescriptionChange, StatusChange, Transfer } from '@wheelhouse/shared-types'
import * as z from 'zod/mini'
import { readLinks, toStatusChange } from './settings-forms.ts'

type Issue = z.core.$ZodRawIssue

/** The state of a project with the fields of every state side by side: a choice can be changed back. */
export const StatusForm = z
  .strictObject({ status: StatusChange.shape.status, reason: z.string(), replacement: z.string() })
  .check((context) => {
    const parsed = z.safeParse(StatusChange, toStatusChange(context.value), { reportInput: true })
    context.issues.push(...((parsed.error?.issues ?? []) as Issue[]))
  })

/** A transfer with the tick of whoever knows what follows. */
export const TransferForm = z.strictObject({
  ...Transfer.shape,
  understood: z
    .boolean()
    .check(z.refine((ticked) => ticked, { error: 'required', params: { code: 'required' } })),
})

const { description, contentType, links: Links } = DescriptionChange.shape

/** A description with its links as text: a label, a comma and an address on each line. */
export const DescriptionForm = z.strictObject({
  description,
  contentType,
  links: z.string().check((context) => {
    const parsed = z.safeParse(Links, readLinks(context.value), { reportInput: true })
    for (const issue of parsed.error?.issues ?? []) {
      // Whatever is wrong with one link: the shape of its line is.
      const shape = { code: 'custom', params: { code: 'link_shape' } }
      const of = issue.path.length > 0 ? shape : {}
      context.issues.push({ ...issue, ...of, path: [] } as Issue)
    }
  }),
})
