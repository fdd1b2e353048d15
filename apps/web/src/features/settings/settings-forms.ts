import { DescriptionChange, StatusChange, Transfer } from '@wheelhouse/shared-types'
import * as z from 'zod/mini'

type Issue = z.core.$ZodRawIssue

/** The state of a project with the fields of every state side by side: a choice can be changed back. */
export const StatusForm = z
  .strictObject({ status: StatusChange.shape.status, reason: z.string(), replacement: z.string() })
  .check((context) => {
    const parsed = z.safeParse(StatusChange, toStatusChange(context.value), { reportInput: true })
    context.issues.push(...((parsed.error?.issues ?? []) as Issue[]))
  })
export type StatusForm = z.output<typeof StatusForm>

/** What the form asks for: the fields of the chosen state alone. */
export function toStatusChange({ status, reason, replacement }: StatusForm) {
  return {
    status,
    reason: status === 'active' ? '' : reason.trim(),
    replacement: status === 'deprecated' ? replacement.trim() : '',
  }
}

/** A transfer with the tick of whoever knows what follows. */
export const TransferForm = z.strictObject({
  ...Transfer.shape,
  understood: z
    .boolean()
    .check(z.refine((ticked) => ticked, { error: 'required', params: { code: 'required' } })),
})

const Links = DescriptionChange.shape.links
type Links = z.output<typeof Links>

/** A description with its links as text: a label, a comma and an address on each line. */
export const DescriptionForm = z.strictObject({
  description: DescriptionChange.shape.description,
  contentType: DescriptionChange.shape.contentType,
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
export type DescriptionForm = z.output<typeof DescriptionForm>

/** The links of a text; a line without a comma has an empty label, which no link may have. */
export function readLinks(text: string): Links {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const comma = line.indexOf(',')
    if (comma < 0) return { label: '', url: line.trim() }
    return { label: line.slice(0, comma).trim(), url: line.slice(comma + 1).trim() }
  })
}

export const writeLinks = (links: Links): string =>
  links.map(({ label, url }) => `${label}, ${url}`).join('\n')
