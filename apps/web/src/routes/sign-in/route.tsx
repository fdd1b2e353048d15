import { useQueryClient } from '@tanstack/react-query'
import { getAccount, getSite, signIn, SignIn } from '@wheelhouse/shared-types'
import { redirect, useNavigate, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { queryClientContext } from '../../api/query-client-context.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormCheckbox } from '../../components/forms/form-fields.tsx'
import { FormPassword } from '../../components/forms/form-password.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Page } from '../../components/layout/page.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { announceSession } from '../../features/session/session-channel.ts'
import { sessionNotice } from '../../features/session/session-notice.ts'
import { ownPath, paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'

/** Somebody who is signed in has nothing to do here. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  // Without an answer the form is shown: it will say what is wrong.
  const account = await context
    .get(queryClientContext)
    .query(accountQuery())
    .catch(() => null)
  if (account !== null) throw redirect(ownPath(new URL(request.url).searchParams.get('next')))
  return null
}

/** Sign in by username or e-mail, then go on to where somebody wanted to go. */
export function Component() {
  const t = useTranslations('account.signIn')
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const form = useContractForm({
    schema: SignIn,
    defaultValues: { login: '', password: '', remember: false },
    submit: async (body) => {
      const { account } = await call(signIn, { body })
      // What was fetched before belongs to nobody, or to somebody else.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== getSite.id })
      client.setQueryData([getAccount.id], account)
      sessionNotice.set(false)
      announceSession()
      await navigate(ownPath(search.get('next')), { replace: true })
    },
  })
  return (
    <Page narrow title={t('title')} lead={search.has('next') ? t('next') : undefined}>
      <Form form={form}>
        <FormText
          name="login"
          label={t('login')}
          autoComplete="username webauthn"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="next"
        />
        <FormPassword name="password" label={t('password')} autoComplete="current-password" />
        <FormCheckbox name="remember" label={t('remember')} hint={t('rememberHint')} />
        <SubmitButton label={t('submit')} pendingLabel={t('pending')}>
          <Link to={paths.resetPassword()}>{t('forgot')}</Link>
        </SubmitButton>
      </Form>
      <p>{t.rich('noAccount', { link: (words) => <Link to={paths.register()}>{words}</Link> })}</p>
    </Page>
  )
}
