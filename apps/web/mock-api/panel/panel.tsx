import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { MockControls } from '../start-worker.ts'

const OPEN = 'wheelhouse-mock-panel'

/** A dozen files that the first screen does not wait for. */
const Sections = lazy(async () => ({ default: (await import('./sections.tsx')).Sections }))

/** The button in the corner and the drawer behind it; Alt+Shift+M opens and closes it too. */
export function Panel({ controls }: { controls: MockControls }) {
  const [isOpen, setOpen] = useState(() => sessionStorage.getItem(OPEN) === '1')
  const [, setCount] = useState(0)
  const launcher = useRef<HTMLButtonElement>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const redraw = () => setCount((count) => count + 1)

  const show = (next: boolean) => {
    setOpen(next)
    sessionStorage.setItem(OPEN, next ? '1' : '0')
    // After the drawing that shows or hides what gets the focus.
    setTimeout(() => (next ? title.current : launcher.current)?.focus())
  }
  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      if (event.altKey && event.shiftKey && event.code === 'KeyM') show(!isOpen)
    }
    window.addEventListener('keydown', toggle)
    return () => window.removeEventListener('keydown', toggle)
  }, [isOpen])
  // Mails, codes and the session change by what the app does.
  useEffect(() => {
    if (!isOpen) return undefined
    const timer = setInterval(redraw, 1000)
    return () => clearInterval(timer)
  }, [isOpen])

  const { persona, latency, errorRate, offline, readOnly } = controls.settings
  const notes = [
    persona,
    latency > 0 && `${latency} ms`,
    errorRate > 0 && `${errorRate} % errors`,
    offline && 'offline',
    readOnly && 'read-only',
  ].filter(Boolean)
  return (
    <aside aria-label="Mock API">
      <button
        ref={launcher}
        className="launch"
        type="button"
        aria-expanded={isOpen}
        aria-keyshortcuts="Alt+Shift+M"
        hidden={isOpen}
        onClick={() => show(true)}
      >
        {['Mock', ...notes].join(' · ')}
      </button>
      <dialog
        open={isOpen}
        aria-labelledby="title"
        onKeyDown={(event) => {
          if (event.key === 'Escape') show(false)
        }}
      >
        {isOpen && (
          <>
            <header>
              <h2 id="title" ref={title} tabIndex={-1}>
                Mock API
              </h2>
              <button type="button" onClick={() => show(false)}>
                Close
              </button>
            </header>
            <Suspense>
              <Sections controls={controls} redraw={redraw} />
            </Suspense>
          </>
        )}
      </dialog>
    </aside>
  )
}
