import { lazy, Suspense } from 'react'
import { useAhead } from '../lib/use-ahead.ts'
import type { DialogProps } from './dialog.tsx'

const load = async () => ({ default: (await import('./dialog.tsx')).Dialog })
const Loaded = lazy(load)

/** `Dialog`, whose code comes when the screen is idle, or when it is opened before. */
export function LazyDialog(props: DialogProps) {
  useAhead(load)
  if (!props.open) return null
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  )
}
