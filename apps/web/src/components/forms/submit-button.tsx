import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { useContractFormContext } from './form-context.ts'
import { useRetryWait } from './use-retry-wait.ts'
import styles from './form.module.css'

/** The form's button: names the act, and the act under way; waits when the server asks for it. */
export function SubmitButton(props: {
  label: string
  pendingLabel: string
  variant?: 'primary' | 'danger'
  /** More buttons or links beside it. */
  children?: ReactNode
}) {
  const { pending } = useContractFormContext()
  const wait = useRetryWait()
  return (
    <div className={styles.actions}>
      <Button
        type="submit"
        variant={props.variant ?? 'primary'}
        pending={pending}
        disabledReason={wait !== undefined && wait.seconds > 0 ? wait.words : undefined}
      >
        {pending ? props.pendingLabel : props.label}
      </Button>
      {props.children}
    </div>
  )
}
