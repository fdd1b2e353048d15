import { lazy, Suspense, type ComponentType } from 'react'
import { useAhead } from '../lib/use-ahead.ts'

/** A component that shows something while it is `open`: its code comes when the screen is idle, or when it is opened before. */
export function lazyWhenOpen<Props extends { open: boolean }>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const Loaded = lazy<ComponentType<Props>>(load)
  return function WhenOpen(props: Props) {
    useAhead(load)
    if (!props.open) return null
    return (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    )
  }
}
