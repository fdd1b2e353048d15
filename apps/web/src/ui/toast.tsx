import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { createStore, useStore } from '../lib/store.ts'
import { Button, IconButton } from './button.tsx'
import styles from './toast.module.css'

/** Milliseconds that a toast stays while nobody points at it. */
const STAY = 8000

type Toast = { id: number; text: string; undo?: () => void }

const toasts = createStore<readonly Toast[]>([])
let lastId = 0

/** Says what was done, and offers to undo it. Errors of a form belong into the form instead. */
export function showToast(text: string, undo?: () => void): void {
  lastId += 1
  toasts.set([...toasts.get(), { id: lastId, text, ...(undo && { undo }) }])
}

/** Takes every toast away. */
export const clearToasts = () => toasts.set([])

const dismiss = (id: number) => toasts.set(toasts.get().filter((toast) => toast.id !== id))

/** The place of toasts; once per page. */
export function ToastRegion() {
  const t = useTranslations('common')
  const shown = useStore(toasts)
  const [held, setHeld] = useState(false)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- they only hold the clock
    <section
      className={styles.region}
      aria-label={t('toasts')}
      aria-live="polite"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} held={held} />
      ))}
    </section>
  )
}

function ToastCard({ toast, held }: { toast: Toast; held: boolean }) {
  const t = useTranslations('common.actions')
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(toast.id), STAY)
    return () => clearTimeout(timer)
  }, [held, toast.id])
  return (
    <div className={styles.toast}>
      <p>{toast.text}</p>
      {toast.undo !== undefined && (
        <Button
          size="small"
          onClick={() => {
            toast.undo?.()
            dismiss(toast.id)
          }}
        >
          {t('undo')}
        </Button>
      )}
      <IconButton label={t('dismiss')} onClick={() => dismiss(toast.id)}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
