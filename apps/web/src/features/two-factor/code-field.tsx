import { FormText } from '../../components/forms/form-text.tsx'

/** The six digits of an authentication app, in one field. */
export function CodeField(props: {
  label: string
  hint?: string
  onEdit?: () => void
  autoFocus?: boolean
}) {
  return (
    <FormText
      {...props}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      autoCapitalize="none"
      mono
      dir="ltr"
    />
  )
}

/** One recovery code. Managers must not offer the code of an app here. */
export function RecoveryCodeField(props: { label: string; hint?: string }) {
  return (
    <FormText
      {...props}
      name="code"
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
      mono
      dir="ltr"
    />
  )
}
