import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { FormText } from '../../components/forms/form-text.tsx'
import { useUsernameCheck } from './use-username-check.ts'

/** A username that is being chosen; whether it is free is asked for when the field is left. */
export function FormUsername({ name }: { name: string }) {
  const t = useTranslations('register')
  const tForms = useTranslations('forms')
  const { form } = useContractFormContext()
  const username = useUsernameCheck()
  const typed: unknown = useWatch({ name })
  const note = {
    unknown: undefined,
    checking: tForms('checking'),
    free: t('usernameFree', { username: String(typed) }),
    taken: undefined,
  }[username.state]
  return (
    <FormText
      name={name}
      label={t('username')}
      hint={t('usernameHint')}
      note={note}
      {...(username.state === 'taken' && { refusal: 'username_taken' })}
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      onEdit={username.forget}
      onLeave={() => void username.ask(String(form.getValues(name)))}
    />
  )
}
