import { lazy, Suspense } from 'react'
import { withWords } from '../../messages/words.ts'
import type { NameDialogProps } from './name-dialog.tsx'

const Loaded = lazy(
  withWords(['fields', 'forms', 'problems', 'twoFactor'], async () => ({
    default: (await import('./name-dialog.tsx')).NameDialog,
  })),
)

/** `NameDialog`, whose code is fetched when a passkey gets a name. */
export function LazyNameDialog(props: NameDialogProps) {
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  )
}
