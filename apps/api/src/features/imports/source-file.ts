import type { NamedDistribution, SkipReason } from './classify-filename.ts'

/** Where the bytes of a file are. */
export type Place =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'url'; readonly url: URL }

/** A distribution at a source, as the source describes it. */
export type SourceFile = {
  readonly filename: string
  readonly place: Place
  /** Lower-case hex; what the source states of them. */
  readonly hashes: { readonly sha256?: string; readonly md5?: string }
  /** Bytes; undefined: not stated. */
  readonly size?: number
  readonly uploadedAt?: Date
  /** Undefined: not yanked; empty: without a reason (PEP 592). */
  readonly yankedReason?: string
  readonly requiresPython?: string
}

/** One whose name could be read. */
export type NamedFile = SourceFile & { readonly named: NamedDistribution }

export type Skipped = {
  readonly filename: string
  readonly reason: SkipReason
  readonly message: string
}

/** The files of one project, or what a source has instead of them. */
export type Listing = {
  /** Newest version first; in a version wheels come before source distributions. */
  readonly files: readonly NamedFile[]
  readonly skipped: readonly Skipped[]
}
