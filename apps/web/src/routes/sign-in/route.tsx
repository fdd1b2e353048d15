import {
  signIn,
  type DeviceCheck as DeviceCheckBegun,
  type SecondStep as SecondStepBegun,
} from '@wheelhouse/shared-types'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { redirect, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { queryClientContext } from '../../api/query-client-context.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormCheckbox } from '../../components/forms/form-checkbox.tsx'
import { FormPassword } from '../../components/forms/form-password.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Page } from '../../components/layout/page.tsx'
import { accountQuery } from '../../features/session/queries.ts'
import { useEnter } from '../../features/session/use-enter.ts'
import { PasskeySignIn } from '../../features/two-factor/passkey-sign-in.tsx'
import { useAhead } from '../../lib/use-ahead.ts'
import { withWords } from '../../messages/words.ts'
import { ownPath, paths } from '../../paths.ts'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('../../features/account/schemas.ts')).SignIn

// Most accounts need it seldom: it comes once the form is there.
const loadSecondStep = withWords(['factorFaults', 'forms', 'problems', 'secondStep'], async () => ({
  default: (await import('../../features/two-factor/second-step.tsx')).SecondStep,
}))
const SecondStep = lazy(loadSecondStep)

const DeviceCheck = lazy(
  withWords(['checkMail', 'deviceCheck', 'factorFaults', 'problems', 'signIn'], async () => ({
    default: (await import('../../features/two-factor/device-check.tsx')).DeviceCheck,
  })),
)

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

/**
 * Sign in by username or e-mail, or with a passkey; then a second factor, where there is one, and
 * after a code in a new browser the mailed link.
 */
export function Component() {
  const t = useTranslations('signIn')
  const [search] = useSearchParams()
  const enter = useEnter()
  useAhead(loadSecondStep)
  const [begun, setBegun] = useState<SecondStepBegun>()
  const [check, setCheck] = useState<DeviceCheckBegun>()
  const form = useContractForm({
    schema,
    defaultValues: { login: '', password: '', remember: false },
    submit: async (body) => {
      const { account, secondStep } = await call(signIn, { body })
      if (account !== null) await enter(account)
      else if (secondStep !== null) setBegun(secondStep)
    },
  })
  const remember = useCallback(() => form.form.getValues('remember') === true, [form.form])
  const restart = () => {
    setBegun(undefined)
    setCheck(undefined)
  }
  useHeadingFocus(check !== undefined ? 'device' : begun !== undefined ? 'second' : 'first')
  if (check !== undefined) {
    const { email } = check
    const lead = t.rich('deviceLead', { email, b: (words) => <strong>{words}</strong> })
    return (
      <Page narrow title={t('deviceTitle')} lead={lead}>
        <Suspense fallback={<Skeleton lines={4} />}>
          <DeviceCheck
            check={check}
            hasPasskey={begun?.factors.includes('passkey') === true}
            remember={remember}
            onDone={enter}
            onRestart={restart}
          />
        </Suspense>
      </Page>
    )
  }
  if (begun !== undefined) {
    return (
      <Page narrow title={t('stepTitle')} lead={t('stepLead')}>
        <Suspense fallback={<Skeleton lines={4} />}>
          <SecondStep begun={begun} onDone={enter} onDeviceCheck={setCheck} onRestart={restart} />
        </Suspense>
      </Page>
    )
  }
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
      <PasskeySignIn remember={remember} onDone={enter} />
      <p>{t.rich('noAccount', { link: (words) => <Link to={paths.register()}>{words}</Link> })}</p>
    </Page>
  )
}

/** Each step looks like a page of its own: its heading gets the focus, and so does the first again. */
function useHeadingFocus(step: 'first' | 'second' | 'device'): void {
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    document.querySelector<HTMLElement>('main h1')?.focus()
  }, [step])
}
