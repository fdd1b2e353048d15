import { createContext, use } from 'react'
import type { ContractForm } from './use-contract-form.ts'

export const FormContext = createContext<ContractForm | null>(null)

/** The form that a field or a button stands in. */
export function useContractFormContext(): ContractForm {
  const form = use(FormContext)
  if (form === null) throw new Error('a form field stands outside of a Form')
  return form
}
