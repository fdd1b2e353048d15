/**
 * Goes up whenever the same text would render to other HTML, so that stored HTML can be rendered
 * again in the background.
 */
export const README_RENDERER_VERSION = 1

/** Longer descriptions are refused before any work: in UTF-16 code units. */
export const README_MAX_LENGTH = 1_000_000

/** HTML that grows beyond this is refused too: footnotes and highlighting can multiply a text. */
export const README_MAX_HTML_LENGTH = 4_000_000

/** `contentType` is the `Description-Content-Type` field as uploaded; null when it is absent. */
export type ReadmeJob = {
  readonly text: string
  readonly contentType: string | null
}

export type ReadmeKind = 'markdown' | 'rst' | 'plain'

export type ReadmeFailureCode =
  | 'unsupported-type'
  | 'invalid-markup'
  | 'too-long'
  | 'time-limit'
  | 'memory-limit'

/** `failed` is one English sentence for the uploader; `code` is for programs. */
export type ReadmeFailure = { readonly failed: string; readonly code: ReadmeFailureCode }

/**
 * `html` is a sanitised fragment, made to be set as the content of a block element. `warnings` are
 * English sentences for the uploader about what readers will not see.
 */
export type ReadmeSuccess = {
  readonly html: string
  readonly kind: ReadmeKind
  readonly warnings: readonly string[]
}

export type RenderedReadme = ReadmeSuccess | ReadmeFailure

/** All render slots and all waiting places are taken: the caller should answer "try again later". */
export class ReadmeQueueFullError extends Error {
  override name = 'ReadmeQueueFullError'
}
