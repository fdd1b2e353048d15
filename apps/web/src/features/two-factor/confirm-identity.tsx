import { useQuery } from '@tanstack/react-query'
import {
  confirmByPasskey,
  confirmByPassword,
  startConfirmation,
  type PasskeyCeremony,
} from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormPassword } from '../../components/forms/form-password.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { UsernameForManagers } from '../../components/forms/username-for-managers.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { accountQuery } from '../session/queries.ts'
import { showPasskey, supportsPasskeys } from './passkeys.ts'
import styles from './two-factor.module.css'
import { useCeremony } from './use-ceremony.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).PasswordConfirmation

/** Asks the person to show that it is still them; what waits for it goes on when they did. */
export function ConfirmIdentity({ settle }: { settle: (shown: boolean) => void }) {
  const t = useTranslations('confirmIdentity')
  const ways = useQuery({
    queryKey: [startConfirmation.id],
    queryFn: ({ signal }) => call(startConfirmation, {}, signal),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })
  const passkey = supportsPasskeys() ? ways.data?.passkey : null
  return (
    <Dialog title={t('title')} open onClose={() => settle(false)}>
      <div className={styles.stack}>
        <p>{t('lead')}</p>
        {ways.data === undefined ? (
          ways.error === null ? (
            <Skeleton lines={3} />
          ) : (
            <ErrorState error={ways.error} onRetry={() => void ways.refetch()} />
          )
        ) : (
          <>
            {passkey != null && (
              <ByPasskey
                ceremony={passkey}
                onDone={() => settle(true)}
                onFailed={() => void ways.refetch()}
              />
            )}
            {ways.data.password && <ByPassword onDone={() => settle(true)} />}
            {passkey == null && !ways.data.password && <p>{t('none')}</p>}
          </>
        )}
      </div>
    </Dialog>
  )
}

function ByPasskey(props: { ceremony: PasskeyCeremony; onDone: () => void; onFailed: () => void }) {
  const { ceremony, onDone, onFailed } = props
  const t = useTranslations('confirmIdentity')
  const act = useCeremony()

  const use = () =>
    // The challenge may be used up by a failure: another one is needed.
    act.run(async () => {
      const response = await showPasskey(ceremony.options)
      const shown = { ...response, type: 'public-key' as const }
      await call(confirmByPasskey, { body: { challenge: ceremony.challenge, response: shown } })
      onDone()
    }, onFailed)

  return (
    <div className={styles.alone}>
      {act.note}
      <Button variant="primary" pending={act.pending} onClick={() => void use()}>
        {t(act.pending ? 'passkeyPending' : 'passkey')}
      </Button>
    </div>
  )
}

function ByPassword({ onDone }: { onDone: () => void }) {
  const t = useTranslations('confirmIdentity')
  const account = useQuery(accountQuery()).data
  const form = useContractForm({
    schema,
    defaultValues: { password: '' },
    problemFields: { password_wrong: 'password' },
    submit: async (body) => {
      await call(confirmByPassword, { body })
      onDone()
    },
  })
  return (
    <Form form={form}>
      {account && <UsernameForManagers username={account.username} />}
      <FormPassword name="password" label={t('password')} autoComplete="current-password" />
      <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
    </Form>
  )
}
