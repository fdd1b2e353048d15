import type { Case } from './case.ts'
import { DOOR_CASES, NAME_CASES, PERMISSION_CASES } from './cases-access.ts'
import { ARCHIVE_CASES, FILE_CASES, FILENAME_CASES } from './cases-files.ts'
import { FORM_CASES } from './cases-form.ts'

/** Black-box behaviour of PyPI's upload, numbered as in our list of it. */
export const UPLOAD_CASES: readonly Case[] = [
  ...DOOR_CASES,
  ...FORM_CASES,
  ...NAME_CASES,
  ...PERMISSION_CASES,
  ...FILE_CASES,
  ...FILENAME_CASES,
  ...ARCHIVE_CASES,
]

/** As strict as PyPI, with the preset's own limits; every row comes from an address of its own. */
const PYPI = { POLICY: 'pypi', LIMIT_NEW_PROJECTS_PER_HOUR: '', TRUST_PROXY: '1' }

export type CaseGroup = {
  readonly title: string
  readonly environment: Record<string, string>
  readonly cases: readonly Case[]
}

/** The rows by the server that they need. */
export function groupCases(): CaseGroup[] {
  const groups = Map.groupBy(UPLOAD_CASES, ({ environment = {} }) =>
    Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  )
  return [...groups].map(([title, cases]) => ({
    title,
    environment: { ...PYPI, ...cases[0]?.environment },
    cases,
  }))
}
