import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { RadioCards, type RadioCardsProps } from '../../ui/radio-cards.tsx'
import { Select, type SelectProps } from '../../ui/select.tsx'
import { TextArea, type TextAreaProps } from '../../ui/text-field.tsx'
import type { Bound } from './form-checkbox.tsx'
import { useField } from './use-field.ts'

/** One of a few choices, bound by name to the form around it. */
export function FormRadioCards({ name, ...props }: Bound<Omit<RadioCardsProps, 'input'>>) {
  const { id, error, input } = useField(name, props.legend)
  return <RadioCards {...props} id={id} error={error} input={input} />
}

/** One of many choices, bound by name to the form around it. */
export function FormSelect({ name, ...props }: Bound<SelectProps>) {
  const { id, error, input } = useField(name, props.label)
  return <Select {...props} {...input} id={id} error={error} />
}

const COUNT_FROM = 0.8

/** Several lines, bound by name; `limit` counts characters down from four fifths of it. */
export function FormTextArea({ name, limit, ...props }: Bound<TextAreaProps> & { limit?: number }) {
  const t = useTranslations('forms')
  const { id, error, input } = useField(name, props.label)
  const value: unknown = useWatch({ name })
  const length = typeof value === 'string' ? value.length : 0
  const counted = limit !== undefined && length >= limit * COUNT_FROM
  const left = (limit ?? 0) - length
  return (
    <TextArea
      {...props}
      {...input}
      id={id}
      error={error}
      {...(counted && {
        note: left < 0 ? t('overCounter', { over: -left }) : t('counter', { left }),
      })}
    />
  )
}
