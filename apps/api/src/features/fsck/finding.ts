/** What can be wrong, and whether a reader of the index meets it (`error`) or not (`warning`). */
export const FINDING_KINDS = {
  /** A published file has no bytes. */
  'missing-content': 'error',
  'unreadable-content': 'error',
  'wrong-size': 'error',
  /** Looked for with `deep` only. */
  'wrong-digest': 'error',
  /** The stored path is not the one that content and name demand. */
  'wrong-path': 'error',
  'missing-metadata': 'error',
  'wrong-metadata': 'error',
  /** Attestations of something else, or that cannot be read. */
  'wrong-provenance': 'error',
  /** Stored content, or a sidecar, that no row names. */
  orphan: 'warning',
  /** Something in the storage that the index would never have put there. */
  'stray-file': 'warning',
  'abandoned-upload': 'warning',
  /** State, time of deletion and the list of burnt names disagree. */
  'wrong-state': 'warning',
  'wrong-total': 'error',
  'wrong-latest': 'error',
  'no-owner': 'error',
  'wrong-name': 'error',
  'duplicate-name': 'error',
  'wrong-version': 'error',
  'wrong-sort-key': 'error',
  'wrong-page': 'error',
  /** A page without its project. */
  'stray-page': 'error',
  'wrong-serial': 'error',
} as const satisfies Record<string, 'error' | 'warning'>

export type FindingKind = keyof typeof FINDING_KINDS

export type Finding = {
  readonly kind: FindingKind
  readonly severity: 'error' | 'warning'
  /** Normalized name; null where there is none. */
  readonly project: string | null
  /** Name of the file, or its path in the storage; null for what concerns no file. */
  readonly filename: string | null
  readonly detail: string
  readonly repaired: boolean
}

/** What `--repair` may name. */
export const REPAIRS = ['orphans', 'missing-metadata', 'pages', 'totals'] as const
export type Repair = (typeof REPAIRS)[number]

export type FsckSummary = {
  readonly projects: number
  readonly files: number
  /** Files in the storage, sidecars included. */
  readonly stored: number
  /** Stored content without a row that is too young to be judged: an upload may be under way. */
  readonly recent: number
  readonly findings: number
  readonly repaired: number
}
