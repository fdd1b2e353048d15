import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useTranslations } from 'use-intl'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'

export type DialogProps = {
  title: string
  open: boolean
  onClose: () => void
  /** `alertdialog` for questions that must be answered. */
  role?: 'dialog' | 'alertdialog'
  /** While true, neither Escape nor a press beside it closes it. */
  busy?: boolean
  children: ReactNode
}

/** A modal window. The focus moves in, stays in, and goes back to where it was. */
export function Dialog({
  title,
  open,
  onClose,
  role = 'dialog',
  busy = false,
  children,
}: DialogProps) {
  const t = useTranslations('common.actions')
  return (
    <ModalOverlay
      className={styles.scrim ?? ''}
      isOpen={open}
      isDismissable={!busy && role === 'dialog'}
      isKeyboardDismissDisabled={busy}
      onOpenChange={(next: boolean) => {
        if (!next) onClose()
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <AriaDialog className={styles.dialog ?? ''} role={role}>
          <header className={styles.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {!busy && (
              <IconButton label={t('close')} onClick={onClose}>
                <X size={18} aria-hidden="true" />
              </IconButton>
            )}
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
