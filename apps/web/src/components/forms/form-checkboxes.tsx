import type { ReactNode } from 'react'
import { CheckboxGroup, type CheckboxOption } from '../../ui/checkbox-group.tsx'
import { useField } from './use-field.ts'

/** Any number of a few choices, bound by name to the form around it: a list of their values. */
export function FormCheckboxes(props: {
  name: string
  legend: string
  options: readonly CheckboxOption[]
  /** Above the choices, such as a filter. */
  tools?: ReactNode
}) {
  const { name, legend } = props
  const { id, error, input } = useField(name, legend)
  return <CheckboxGroup {...props} id={id} error={error} input={input} />
}
