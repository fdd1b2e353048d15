import { lazy, Suspense } from 'react'
import { useAhead } from '../lib/use-ahead.ts'
import { withWords } from '../messages/words.ts'
import type { ConfirmDialogProps } from './confirm-dialog.tsx'

const load = withWords(['forms', 'problems'], async () => ({
  default: (await import('./confirm-dialog.tsx')).ConfirmDialog,
}))
const Loaded = lazy(load)

/** `ConfirmDialog`, whose code comes when the screen is idle, or when a question is asked before. */
export function LazyConfirm(props: ConfirmDialogProps) {
  useAhead(load)
  if (!props.open) return null
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  )
}
