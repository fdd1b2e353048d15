import { useId, type ComponentProps, type ReactNode } from 'react'
import { describedBy, FieldProblem } from './field.tsx'
import styles from './field.module.css'

export type RadioOption = { value: string; label: string; hint?: ReactNode }

export type RadioCardsProps = {
  legend: string
  options: readonly RadioOption[]
  error?: string | undefined
  id?: string
  /** Given to every radio: name, ref and handlers. */
  input: Omit<ComponentProps<'input'>, 'type' | 'value' | 'id'>
}

/** One of a few choices, each with room to explain itself. */
export function RadioCards({ legend, options, error, id: givenId, input }: RadioCardsProps) {
  const ownId = useId()
  const id = givenId ?? ownId
  return (
    <fieldset
      className={styles.field}
      aria-describedby={describedBy(id, { error })}
      aria-invalid={error !== undefined || undefined}
    >
      <legend className={styles.label}>{legend}</legend>
      <div className={styles.cards}>
        {options.map((option, index) => {
          const radioId = index === 0 ? id : `${id}-${option.value}`
          return (
            <label key={option.value} className={`${styles.choice} ${styles.card}`}>
              <input
                {...input}
                id={radioId}
                type="radio"
                value={option.value}
                aria-labelledby={`${radioId}-label`}
                aria-describedby={option.hint === undefined ? undefined : `${radioId}-hint`}
              />
              <span id={`${radioId}-label`}>{option.label}</span>
              {option.hint !== undefined && (
                <span id={`${radioId}-hint`} className={styles.hint}>
                  {option.hint}
                </span>
              )}
            </label>
          )
        })}
      </div>
      {error !== undefined && <FieldProblem id={`${id}-error`} text={error} />}
    </fieldset>
  )
}
