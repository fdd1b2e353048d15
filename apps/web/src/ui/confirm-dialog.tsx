import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useProblemWords } from '../lib/use-problem-words.ts'
import { toUiError } from '../api/ui-error.ts'
import { Button } from './button.tsx'
import { Callout } from './callout.tsx'
import { Dialog } from './dialog.tsx'
import styles from './dialog.module.css'
import { TextField } from './text-field.tsx'

export type ConfirmDialogProps = {
  open: boolean
  /** Names the thing: "Revoke the token “ci”?" */
  title: string
  /** What will follow. */
  children: ReactNode
  /** Verb and noun, as on the button that led here: "Revoke token". */
  actionLabel: string
  pendingLabel: string
  /** Danger unless it can be taken back. */
  variant?: 'danger' | 'primary'
  /** Must be typed (or pasted) before the act. */
  typedName?: string
  /** Extra fields, such as a reason. */
  fields?: ReactNode
  /** Does it; what it throws is shown and the dialog stays. */
  onConfirm: () => Promise<void>
  onClose: () => void
}

const same = (typed: string, name: string): boolean =>
  typed.trim().normalize('NFC') === name.trim().normalize('NFC')

/**
 * Asks before an act that somebody could regret. The first focus is on "Cancel", or on the field
 * where a name is to be typed; the action's button can always be pressed and says what is missing.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, onClose } = props
  const [pending, setPending] = useState(false)
  return (
    <Dialog title={title} open={open} onClose={onClose} role="alertdialog" busy={pending}>
      <Question {...props} pending={pending} setPending={setPending} />
    </Dialog>
  )
}

function Question(
  props: ConfirmDialogProps & { pending: boolean; setPending: (pending: boolean) => void },
) {
  const { children, actionLabel, pendingLabel, typedName, fields, pending, setPending } = props
  const t = useTranslations('common')
  const problemWords = useProblemWords()
  const [typed, setTyped] = useState('')
  const [mismatch, setMismatch] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function act(): Promise<void> {
    if (pending) return
    if (typedName !== undefined && !same(typed, typedName)) {
      setMismatch(true)
      return
    }
    setPending(true)
    setFailure(undefined)
    try {
      await props.onConfirm()
      setPending(false)
      props.onClose()
    } catch (error) {
      setPending(false)
      setFailure(error)
    }
  }

  return (
    <form
      className={styles.question}
      onSubmit={(event) => {
        event.preventDefault()
        void act()
      }}
    >
      <div>{children}</div>
      {fields}
      {typedName !== undefined && (
        <TextField
          label={t('confirm.typeName', { name: typedName })}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setMismatch(false)
          }}
          error={mismatch ? t('confirm.mismatch', { name: typedName }) : undefined}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog moves the focus anyway
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-1p-ignore
          data-lpignore="true"
          mono
        />
      )}
      {failure !== undefined && (
        <Callout tone="danger" live>
          {problemWords(toUiError(failure).code)}
        </Callout>
      )}
      <div className={styles.actions}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog moves the focus anyway */}
        <Button autoFocus={typedName === undefined} onClick={props.onClose}>
          {t('actions.cancel')}
        </Button>
        <Button type="submit" variant={props.variant ?? 'danger'} pending={pending}>
          {pending ? pendingLabel : actionLabel}
        </Button>
      </div>
    </form>
  )
}
