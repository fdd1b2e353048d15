import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import styles from './disclosure.module.css'

export type DisclosureProps = {
  /** Name of the button. */
  label: string
  /** What the button shows; the label if left out. */
  face?: ReactNode
  children: (close: () => void) => ReactNode
}

/**
 * A button that opens a small panel of links or buttons. Escape, a press elsewhere and moving the
 * focus out close it; after Escape the focus is on the button again.
 */
export function Disclosure({ label, face, children }: DisclosureProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
      document.removeEventListener('keydown', escape)
    }
  }, [open])

  return (
    <div ref={root} className={styles.root}>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={id}
        aria-label={face === undefined ? undefined : label}
        title={face === undefined ? undefined : label}
        onClick={() => setOpen(!open)}
      >
        {face ?? label}
      </button>
      <div id={id} className={styles.panel} hidden={!open}>
        {open && children(() => setOpen(false))}
      </div>
    </div>
  )
}
