import { useId, type ComponentProps, type ReactNode } from 'react'
import { Field, describedBy, type FieldText } from './field.tsx'
import styles from './field.module.css'

export type TextFieldProps = FieldText &
  Omit<ComponentProps<'input'>, 'className' | 'id' | 'aria-describedby' | 'aria-invalid'> & {
    id?: string
    /** A button at the end of the field. */
    trailing?: ReactNode
    /** Below the field, part of its description. */
    note?: ReactNode
    mono?: boolean
  }

/** A line of text with its label, hint and error. */
export function TextField({
  label,
  hideLabel,
  hint,
  error,
  optional,
  trailing,
  note,
  mono,
  id: givenId,
  ...input
}: TextFieldProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  return (
    <Field id={id} {...{ label, hideLabel, hint, error, optional, note }}>
      <div className={styles.control}>
        <input
          {...input}
          id={id}
          className={`${styles.input} ${mono === true ? styles.mono : ''}`}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={describedBy(id, { hint, error, note })}
        />
        {trailing}
      </div>
    </Field>
  )
}

export type TextAreaProps = FieldText &
  Omit<ComponentProps<'textarea'>, 'className' | 'id' | 'aria-describedby' | 'aria-invalid'> & {
    id?: string
    note?: ReactNode
  }

/** Several lines of text with their label, hint and error. */
export function TextArea({
  label,
  hideLabel,
  hint,
  error,
  optional,
  note,
  id: givenId,
  rows = 3,
  ...input
}: TextAreaProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  return (
    <Field id={id} {...{ label, hideLabel, hint, error, optional, note }}>
      <textarea
        {...input}
        id={id}
        rows={rows}
        className={`${styles.input} ${styles.area}`}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error, note })}
      />
    </Field>
  )
}
