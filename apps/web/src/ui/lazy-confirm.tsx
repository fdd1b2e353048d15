import { withWords } from '../messages/words.ts'
import { lazyWhenOpen } from './lazy-when-open.tsx'

/** `ConfirmDialog`, loaded when the screen is idle. */
export const LazyConfirm = lazyWhenOpen(
  withWords(['forms', 'problems'], async () => ({
    default: (await import('./confirm-dialog.tsx')).ConfirmDialog,
  })),
)
