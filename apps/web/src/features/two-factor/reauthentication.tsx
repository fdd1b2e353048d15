import { lazy, Suspense } from 'react'
import { useStore } from '../../lib/store.ts'
import { withWords } from '../../messages/words.ts'
import { reauthentication } from '../session/reauthentication.ts'

const Loaded = lazy(
  withWords(['confirmIdentity', 'factorFaults', 'forms', 'problems'], async () => ({
    default: (await import('./confirm-identity.tsx')).ConfirmIdentity,
  })),
)

/** The place of the question whether it is still the same person; once per page. */
export function Reauthentication() {
  const asked = useStore(reauthentication)
  if (asked === null) return null
  return (
    <Suspense fallback={null}>
      <Loaded settle={asked.settle} />
    </Suspense>
  )
}
