import type { FieldErrorCode } from '@wheelhouse/shared-types'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useContractFormContext } from './form-context.ts'
import type { FieldCheck } from './use-contract-form.ts'
import { useField } from './use-field.ts'
import styles from './form-password.module.css'

export type FormPasswordProps = {
  name: string
  label: string
  autoComplete: 'current-password' | 'new-password'
  hint?: ReactNode
  /** Below the field, part of its description. */
  note?: ReactNode
  check?: FieldCheck
  /** A refusal known from elsewhere, such as a list of breached passwords. */
  refusal?: FieldErrorCode | undefined
  onFocus?: () => void
  onEdit?: () => void
}

/** A password with a button to see it and a remark when Caps Lock is on. Pasting is welcome. */
export function FormPassword(props: FormPasswordProps) {
  const { name, label, autoComplete, hint, note, check, refusal, onFocus, onEdit } = props
  const t = useTranslations('forms')
  const { pending } = useContractFormContext()
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const { id, error, input } = useField(name, label, {
    check,
    refusal,
    ...(onEdit && { onChange: onEdit }),
  })

  // What is sent is hidden again, and stays so if it is refused.
  if (pending && shown) setShown(false)

  return (
    <div>
      <TextField
        {...input}
        id={id}
        label={label}
        hint={hint}
        note={note}
        error={error}
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        readOnly={pending}
        onFocus={onFocus}
        onKeyDown={(event) => setCaps(event.getModifierState('CapsLock'))}
        onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
        trailing={
          <Button
            aria-pressed={shown}
            aria-controls={id}
            aria-label={t('showPassword')}
            onClick={() => setShown(!shown)}
          >
            {t(shown ? 'hide' : 'show')}
          </Button>
        }
      />
      <p className={styles.caps} aria-live="polite">
        {caps && t('capsLock')}
      </p>
    </div>
  )
}
