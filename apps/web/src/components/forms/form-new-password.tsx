import { PASSWORD_MIN_LENGTH, type PasswordContext } from '@wheelhouse/shared-types'
import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { useBreachCheck } from '../../lib/use-breach-check.ts'
import { usePasswordStrength } from '../../lib/use-password-strength.ts'
import { FormPassword } from './form-password.tsx'
import { StrengthMeter } from './strength-meter.tsx'

/**
 * A password that is being chosen, with its meter. What the meter refuses, or is in the list of
 * breached ones, is not sent; where it cannot be known, the server decides. `context` is what an attacker would try first.
 */
export function FormNewPassword(props: {
  name: string
  label: string
  context: PasswordContext
  /** Characters that it needs. */
  minimum?: number
}) {
  const { name, label, context, minimum = PASSWORD_MIN_LENGTH } = props
  const t = useTranslations('password')
  const value: unknown = useWatch({ name })
  const password = typeof value === 'string' ? value : ''
  const { strength, begin, settle } = usePasswordStrength(password, context)
  const isBreached = useBreachCheck(password)
  return (
    <FormPassword
      name={name}
      label={label}
      autoComplete="new-password"
      hint={t('hint', { minimum })}
      note={<StrengthMeter strength={strength} password={password} />}
      onFocus={begin}
      refusal={isBreached ? 'password_breached' : undefined}
      check={async () => {
        const verdict = await settle()
        return verdict === null || verdict.passes ? undefined : 'password_too_weak'
      }}
    />
  )
}
