import { lazy, Suspense } from 'react'
import { withWords } from '../messages/words.ts'
import type { ConfirmDialogProps } from './confirm-dialog.tsx'

const Loaded = lazy(
  withWords(['forms', 'problems'], async () => ({
    default: (await import('./confirm-dialog.tsx')).ConfirmDialog,
  })),
)

/** `ConfirmDialog`, whose code is fetched when a question is asked for the first time. */
export function LazyConfirm(props: ConfirmDialogProps) {
  if (!props.open) return null
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  )
}
