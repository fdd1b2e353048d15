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
        // A field that is left may get an error below it, and the button would move away from under
        // the pointer before it is let go: the press would be lost.
        onMouseDown={(event) => event.preventDefault()}
        disabledReason={wait !== undefined && wait.seconds > 0 ? wait.words : undefined}
      >
        {pending ? props.pendingLabel : props.label}
      </Button>
      {props.children}
    </div>
  )
}
