import { type ReactNode } from 'react'
import { FormProvider } from 'react-hook-form'
import { ErrorSummary } from './error-summary.tsx'
import { FormContext } from './form-context.ts'
import styles from './form.module.css'
import type { ContractForm } from './use-contract-form.ts'

/** A form with its error summary. Fields and the submit button go inside, by their names. */
export function Form({ form, children }: { form: ContractForm; children: ReactNode }) {
  return (
    <FormContext value={form}>
      <FormProvider {...form.form}>
        <form
          className={styles.form}
          method="post"
          noValidate
          onSubmit={(event) => void form.onSubmit(event)}
        >
          <ErrorSummary />
          {children}
        </form>
      </FormProvider>
    </FormContext>
  )
}
