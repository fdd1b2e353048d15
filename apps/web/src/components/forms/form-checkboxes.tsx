import { useCallback, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { CheckboxGroup, type CheckboxOption } from '../../ui/checkbox-group.tsx'
import { useContractFormContext } from './form-context.ts'
import { useField } from './use-field.ts'

/**
 * Any number of choices, bound by name to the form around it: a list of their values. What is ticked is in
 * the form and not in the boxes, so that those that a filter leaves out stay ticked.
 */
export function FormCheckboxes(props: {
  name: string
  legend: string
  options: readonly CheckboxOption[]
  /** Above the choices, such as a filter. */
  tools?: ReactNode
}) {
  const { name, legend } = props
  const { form } = useContractFormContext()
  const { id, error } = useField(name, legend)
  const value: unknown = useWatch({ control: form.control, name })
  const toggle = useCallback(
    (choice: string, on: boolean) => {
      const before = listOf(form.getValues(name)).filter((one) => one !== choice)
      form.setValue(name, on ? [...before, choice] : before, { shouldDirty: true })
      if (form.getFieldState(name).error !== undefined) void form.trigger(name)
    },
    [form, name],
  )
  return <CheckboxGroup {...props} id={id} error={error} chosen={listOf(value)} onToggle={toggle} />
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : []
