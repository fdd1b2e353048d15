import { lazy, Suspense } from 'react'
import { withWords } from '../../messages/words.ts'
import type { NameDialogProps } from './name-dialog.tsx'

/** For `useAhead`, on a screen where a passkey may get a name. */
export const loadNameDialog = withWords(['forms', 'problems', 'twoFactor'], async () => ({
  default: (await import('./name-dialog.tsx')).NameDialog,
}))
const Loaded = lazy(loadNameDialog)

/** `NameDialog`, whose code is no part of the screen. */
export function LazyNameDialog(props: NameDialogProps) {
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  )
}
