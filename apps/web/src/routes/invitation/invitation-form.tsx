import { acceptInvitation } from '@wheelhouse/shared-types'
import { useWatch } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormNewPassword } from '../../components/forms/form-new-password.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { FormUsername } from '../../features/account/form-username.tsx'
import { paths } from '../../paths.ts'
import { showToast } from '../../ui/toast.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('../../features/account/schemas.ts')).InvitationAcceptance

/** As the form of a registration, the address given. */
export function InvitationForm(props: { token: string; email: string; siteName: string }) {
  const { token, email, siteName } = props
  const t = useTranslations()
  const navigate = useNavigate()
  const form = useContractForm({
    schema,
    defaultValues: { token, name: '', username: '', password: '' },
    problemFields: { username_taken: 'username' },
    submit: async (body) => {
      await call(acceptInvitation, { body })
      await navigate(paths.signIn(), { replace: true })
      showToast(t('invitation.done'))
    },
  })
  const [name = '', username = ''] = useWatch({
    control: form.form.control,
    name: ['name', 'username'],
  }) as string[]
  return (
    <Form form={form}>
      <FormText
        name="name"
        label={t('register.name')}
        hint={t('register.nameHint')}
        optional
        autoComplete="name"
      />
      <FormUsername name="username" />
      <FormNewPassword
        name="password"
        label={t('register.password')}
        context={{ name, username, email, siteName }}
      />
      <SubmitButton label={t('register.submit')} pendingLabel={t('register.pending')} />
    </Form>
  )
}
