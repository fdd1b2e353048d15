import { PUBLISHER_MOST_CLAIMS } from '@wheelhouse/shared-types'
import { useEffect, useRef } from 'react'
import { get, useFieldArray, useFormState } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { ownError } from '../../components/forms/own-error.ts'
import { useField } from '../../components/forms/use-field.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { PLAIN } from './plain-input.ts'
import styles from './publishing.module.css'

const NAME = 'identity.claims'

/**
 * The claims of a publisher, a row for each. What is refused of all of them together stands at the
 * first one.
 */
export function ClaimRows() {
  const t = useTranslations('publishing.fields')
  const { form } = useContractFormContext()
  const rows = useFieldArray({ control: form.control, name: NAME })
  const refusal = useListRefusal(t('claims'), rows.fields[0]?.id)
  const goTo = useRef<number>(undefined)
  useEffect(() => {
    // The row whose button was pressed is gone: the focus goes to the one before it.
    if (goTo.current !== undefined) form.setFocus(`${NAME}.${goTo.current}.name`)
    goTo.current = undefined
  }, [form, rows.fields.length])
  return (
    <fieldset className={styles.claims}>
      <legend>{t('claims')}</legend>
      <p className={styles.hint}>{t('claimsHint')}</p>
      {rows.fields.map((row, index) => (
        <ClaimRow
          key={row.id}
          index={index}
          refusal={index === 0 ? refusal : undefined}
          onRemove={
            rows.fields.length === 1
              ? undefined
              : () => {
                  goTo.current = Math.max(0, index - 1)
                  rows.remove(index)
                }
          }
        />
      ))}
      {rows.fields.length < PUBLISHER_MOST_CLAIMS && (
        <p>
          <Button size="small" onClick={() => rows.append({ name: '', value: '' })}>
            {t('addClaim')}
          </Button>
        </p>
      )}
    </fieldset>
  )
}

function ClaimRow(props: {
  index: number
  refusal: string | undefined
  onRemove: (() => void) | undefined
}) {
  const { index, refusal, onRemove } = props
  const t = useTranslations('publishing.fields')
  const { form, pending } = useContractFormContext()
  const number = index + 1
  const recheck = () => {
    if (ownError(form.getFieldState(NAME).error) !== undefined) void form.trigger(NAME)
  }
  const words = { name: t('claimName', { number }), value: t('claimValue', { number }) }
  const name = useField(`${NAME}.${index}.name`, words.name, { onChange: recheck })
  const value = useField(`${NAME}.${index}.value`, words.value, { onChange: recheck })
  return (
    <div className={styles.claim}>
      <TextField
        {...name.input}
        id={name.id}
        label={words.name}
        error={name.error ?? refusal}
        readOnly={pending}
        {...PLAIN}
      />
      <TextField
        {...value.input}
        id={value.id}
        label={words.value}
        error={value.error}
        readOnly={pending}
        {...PLAIN}
      />
      {onRemove !== undefined && (
        <Button
          size="small"
          variant="quiet"
          aria-label={t('removeClaim', { number })}
          onClick={onRemove}
        >
          {t('removeClaim', { number })}
        </Button>
      )}
    </div>
  )
}

/** The refusal of the list itself, named in the summary, which leads to a field of it. */
function useListRefusal(label: string, firstRow: string | undefined): string | undefined {
  const { form, fields } = useContractFormContext()
  const { errors } = useFormState({ control: form.control, name: NAME })
  useEffect(() => {
    if (firstRow === undefined) return
    fields.set(NAME, { label, id: fields.get(`${NAME}.0.name`)?.id ?? '' })
    return () => void fields.delete(NAME)
  }, [fields, label, firstRow])
  return ownError(get(errors, NAME))?.message
}
