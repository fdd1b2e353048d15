import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  deleteAccount,
  getAccount,
  getSite,
  type Account,
  type DeletionState,
} from '@wheelhouse/shared-types'
import { useNavigate, type LoaderFunctionArgs } from 'react-router'
import { useFormatter, useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { warm } from '../../api/warm.ts'
import { FormPassword } from '../../components/forms/form-password.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Page } from '../../components/layout/page.tsx'
import { deletionQuery } from '../../features/account/queries.ts'
import { accountQuery } from '../../features/session/queries.ts'
import { announceSession } from '../../features/session/session-channel.ts'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { clearToasts, showToast } from '../../ui/toast.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('../../features/account/schemas.ts')).AccountDeletion

export const loader = ({ context }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query(deletionQuery()))

/** Delete the account: what goes, what stays, what stands in the way. */
export function Component() {
  const t = useTranslations('deletion')
  const account = useQuery(accountQuery()).data
  const format = useFormatter()
  const { data: state, error, refetch } = useQuery(deletionQuery())
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ul>
        <li>{t('goes')}</li>
        <li>{t('stays')}</li>
        <li>{t('forGood')}</li>
      </ul>
      {state === undefined || !account ? (
        error === null ? (
          <Skeleton lines={4} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : state.soleOwnerOf.length > 0 ? (
        <Blocked projects={state.soleOwnerOf} />
      ) : (
        <>
          {state.endsProjects.length > 0 && (
            <Callout tone="warning">
              {t('ends', { names: format.list(state.endsProjects) })}
            </Callout>
          )}
          <DeletionForm account={account} />
        </>
      )}
      <p>
        <Link to={paths.account()}>{t('back')}</Link>
      </p>
    </Page>
  )
}

/** Each project that nobody else owns, with the way to what unblocks it. */
function Blocked({ projects }: { projects: DeletionState['soleOwnerOf'] }) {
  const t = useTranslations('deletion')
  return (
    <Callout tone="warning" title={t('blockedTitle', { count: projects.length })}>
      <p>{t('blocked')}</p>
      <FirstRows rows={projects}>
        {(shown) => (
          <ul>
            {shown.map(({ name, normalizedName }) => (
              <li key={normalizedName}>
                <Link to={paths.manageProject(normalizedName)}>{t('manage', { name })}</Link>
              </li>
            ))}
          </ul>
        )}
      </FirstRows>
    </Callout>
  )
}

function DeletionForm({ account }: { account: Account }) {
  const t = useTranslations('deletion')
  const client = useQueryClient()
  const navigate = useNavigate()
  const form = useContractForm({
    schema,
    defaultValues: { username: '', password: '' },
    problemFields: { confirmation_mismatch: 'username', password_wrong: 'password' },
    submit: async (body) => {
      await call(deleteAccount, { body })
      await navigate(paths.home())
      client.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== getSite.id && queryKey[0] !== getAccount.id,
      })
      client.setQueryData([getAccount.id], null)
      announceSession()
      clearToasts()
      showToast(t('done'))
    },
  })
  return (
    <Form form={form}>
      <FormText
        name="username"
        label={t('username', { username: account.username })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        mono
      />
      <FormPassword name="password" label={t('password')} autoComplete="current-password" />
      <SubmitButton variant="danger" label={t('submit')} pendingLabel={t('pending')} />
    </Form>
  )
}
