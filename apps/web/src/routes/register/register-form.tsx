import { registerAccount } from '@wheelhouse/shared-types'
import { useWatch, type Control } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormNewPassword } from '../../components/forms/form-new-password.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { FormEmail } from '../../features/account/form-email.tsx'
import { FormUsername } from '../../features/account/form-username.tsx'
import { paths } from '../../paths.ts'

// Fetched after the form, with zod.
const schema = async () => (await import('../../features/account/schemas.ts')).Registration

/** Name, username, address and password; a username's owner is asked for when the field is left. */
export function RegisterForm({ siteName }: { siteName: string }) {
  const t = useTranslations('register')
  const navigate = useNavigate()
  const form = useContractForm({
    schema,
    defaultValues: { name: '', username: '', email: '', password: '' },
    problemFields: { username_taken: 'username' },
    submit: async (body) => {
      await call(registerAccount, { body })
      await navigate(paths.checkMail(), { state: { email: body.email } })
    },
  })
  const typed = useTyped(form.form.control)
  return (
    <Form form={form}>
      <FormText name="name" label={t('name')} hint={t('nameHint')} optional autoComplete="name" />
      <FormUsername name="username" />
      <FormEmail name="email" label={t('email')} hint={t('emailHint')} />
      <FormNewPassword name="password" label={t('password')} context={{ ...typed, siteName }} />
      <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
    </Form>
  )
}

function useTyped(control: Control) {
  const [name, username, email] = useWatch({
    control,
    name: ['name', 'username', 'email'],
  }) as string[]
  return { name: name ?? '', username: username ?? '', email: email ?? '' }
}
