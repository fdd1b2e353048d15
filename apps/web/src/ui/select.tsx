import { useId, type ComponentProps } from 'react'
import { Field, describedBy, type FieldText } from './field.tsx'
import styles from './field.module.css'

export type SelectProps = FieldText &
  Omit<ComponentProps<'select'>, 'className' | 'id' | 'aria-describedby' | 'aria-invalid'> & {
    id?: string
    options: readonly { value: string; label: string }[]
  }

/** One of many choices: the platform's own list, which phones show best. */
export function Select({
  label,
  hideLabel,
  hint,
  error,
  optional,
  options,
  id: givenId,
  ...select
}: SelectProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  return (
    <Field id={id} {...{ label, hideLabel, hint, error, optional }}>
      <select
        {...select}
        id={id}
        className={styles.input}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}
