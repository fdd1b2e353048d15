import type { DescriptionChange, OwnStatus } from '@wheelhouse/shared-types'
import type * as z from 'zod/mini'

type StatusFields = { status: OwnStatus; reason: string; replacement: string }
type Links = z.output<typeof DescriptionChange>['links']

/** What the form asks for: the fields of the chosen state alone. */
export function toStatusChange({ status, reason, replacement }: StatusFields) {
  return {
    status,
    reason: status === 'active' ? '' : reason.trim(),
    replacement: status === 'deprecated' ? replacement.trim() : '',
  }
}

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
