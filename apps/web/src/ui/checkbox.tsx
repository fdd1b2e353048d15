import { useId, type ComponentProps } from 'react'
import { describedBy, FieldProblem, type FieldText } from './field.tsx'
import styles from './field.module.css'

export type CheckboxProps = Omit<FieldText, 'optional' | 'hideLabel'> &
  Omit<ComponentProps<'input'>, 'type' | 'className' | 'aria-describedby' | 'aria-invalid'>

/** A tick with its label beside it. */
export function Checkbox({ label, hint, error, id: givenId, ...input }: CheckboxProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  return (
    <div className={styles.choice}>
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error })}
      />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
      {error !== undefined && <FieldProblem id={`${id}-error`} text={error} />}
    </div>
  )
}
