import { memo, type ReactNode } from 'react'
import { FieldProblem } from './field.tsx'
import styles from './field.module.css'
import { FirstRows } from './first-rows.tsx'

export type CheckboxOption = { value: string; label: string; hint?: ReactNode }

/**
 * Any number of choices under one name. `id` is that of the first, where errors lead. `onToggle` stays
 * the same: there may be hundreds of choices.
 */
export function CheckboxGroup(props: {
  name: string
  legend: string
  options: readonly CheckboxOption[]
  /** Values of those that are ticked, whether they are among the options or not. */
  chosen: readonly string[]
  onToggle: (value: string, on: boolean) => void
  /** Above choices that may be many, such as a filter. */
  tools?: ReactNode
  error?: string | undefined
  id: string
}) {
  const { name, legend, options, chosen, onToggle, tools, error, id } = props
  const ticked = new Set(chosen)
  return (
    <fieldset
      className={styles.field}
      aria-describedby={error === undefined ? undefined : `${id}-error`}
    >
      <legend className={styles.label}>{legend}</legend>
      {tools}
      <FirstRows rows={options}>
        {(shown) => (
          <div className={tools === undefined ? styles.group : `${styles.group} ${styles.long}`}>
            {shown.map((option, index) => (
              <Choice
                key={option.value}
                id={index === 0 ? id : `${id}-${option.value}`}
                name={name}
                option={option}
                checked={ticked.has(option.value)}
                invalid={error !== undefined}
                onToggle={onToggle}
              />
            ))}
          </div>
        )}
      </FirstRows>
      {error !== undefined && <FieldProblem id={`${id}-error`} text={error} />}
    </fieldset>
  )
}

const Choice = memo(function Choice(props: {
  id: string
  name: string
  option: CheckboxOption
  checked: boolean
  invalid: boolean
  onToggle: (value: string, on: boolean) => void
}) {
  const { id, name, option, checked, invalid, onToggle } = props
  const { value, label, hint } = option
  return (
    <div className={styles.choice}>
      <input
        id={id}
        type="checkbox"
        name={name}
        value={value}
        checked={checked}
        aria-invalid={invalid || undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={({ target }) => onToggle(value, target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
    </div>
  )
})
