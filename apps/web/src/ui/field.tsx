import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import styles from './field.module.css'

/** The words around a control. A field without a label does not compile. */
export type FieldText = {
  label: string
  /** The label is only read out; for fields whose purpose the surroundings show. */
  hideLabel?: boolean | undefined
  hint?: ReactNode
  error?: string | undefined
  optional?: boolean | undefined
}

/** `aria-describedby` of a control in a `Field`: the hint first, then the note, then the error. */
export function describedBy(
  id: string,
  has: { hint?: ReactNode; note?: ReactNode; error?: string | undefined },
): string | undefined {
  const ids = [
    has.hint !== undefined && `${id}-hint`,
    has.note !== undefined && `${id}-note`,
    has.error !== undefined && `${id}-error`,
  ].filter((part) => part !== false)
  return ids.length === 0 ? undefined : ids.join(' ')
}

/** The frame of a control: label and hint above, note and error below. */
export function Field(props: FieldText & { id: string; note?: ReactNode; children: ReactNode }) {
  const { id, label, hideLabel, hint, error, optional, note, children } = props
  const t = useTranslations('forms')
  return (
    <div className={styles.field} data-invalid={error !== undefined || undefined}>
      <label htmlFor={id} className={hideLabel === true ? styles.hidden : styles.label}>
        {label}
        {optional === true && <span className={styles.optional}> ({t('optional')})</span>}
      </label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
      {children}
      {note !== undefined && (
        <div id={`${id}-note`} className={styles.hint}>
          {note}
        </div>
      )}
      {error !== undefined && <FieldProblem id={`${id}-error`} text={error} />}
    </div>
  )
}

/** The refusal under a field. Not a live region: focus or the summary brings it to attention. */
export function FieldProblem({ id, text }: { id: string; text: string }) {
  return (
    <p id={id} className={styles.error}>
      <CircleAlert size={16} aria-hidden="true" />
      <span>{text}</span>
    </p>
  )
}
