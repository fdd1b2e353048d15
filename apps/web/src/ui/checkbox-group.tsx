import type { ComponentProps, ReactNode } from 'react'
import { FieldProblem } from './field.tsx'
import styles from './field.module.css'

export type CheckboxOption = { value: string; label: string; hint?: ReactNode; hidden?: boolean }

/** Any number of a few choices under one name. `id` is that of the first, where errors lead. */
export function CheckboxGroup(props: {
  legend: string
  options: readonly CheckboxOption[]
  /** Above choices that may be many, such as a filter. */
  tools?: ReactNode
  error?: string | undefined
  id: string
  /** Given to every box: name, ref and handlers. */
  input: Omit<ComponentProps<'input'>, 'type' | 'value' | 'id'>
}) {
  const { legend, options, tools, error, id, input } = props
  return (
    <fieldset
      className={styles.field}
      aria-describedby={error === undefined ? undefined : `${id}-error`}
    >
      <legend className={styles.label}>{legend}</legend>
      {tools}
      <div className={tools === undefined ? styles.group : `${styles.group} ${styles.long}`}>
        {options.map(({ value, label, hint, hidden }, index) => {
          const boxId = index === 0 ? id : `${id}-${index}`
          return (
            // A filter hides: taking it away would take its tick away too.
            <div key={value} className={styles.choice} hidden={hidden}>
              <input
                {...input}
                id={boxId}
                type="checkbox"
                value={value}
                aria-invalid={error !== undefined || undefined}
                aria-describedby={hint === undefined ? undefined : `${boxId}-hint`}
              />
              <label htmlFor={boxId}>{label}</label>
              {hint !== undefined && (
                <div id={`${boxId}-hint`} className={styles.hint}>
                  {hint}
                </div>
              )}
            </div>
          )
        })}
      </div>
      {error !== undefined && <FieldProblem id={`${id}-error`} text={error} />}
    </fieldset>
  )
}
