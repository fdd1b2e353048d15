import { useQuery } from '@tanstack/react-query'
import type { OwnProjectInvitation } from '@wheelhouse/shared-types'
import { useEffect, useRef, type Ref } from 'react'
import { useParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { isMissing } from '../../api/ui-error.ts'
import { warm } from '../../api/warm.ts'
import { Page } from '../../components/layout/page.tsx'
import { AnswerButtons } from '../../features/people/answer-buttons.tsx'
import { ownInvitationQuery } from '../../features/people/queries.ts'
import { useAnswer } from '../../features/people/use-answer.ts'
import { accountQuery } from '../../features/session/queries.ts'
import styles from '../../features/people/people.module.css'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'

export const loader = ({ context, params: { id = '' } }: LoaderFunctionArgs) =>
  warm(context, (client) => client.query(ownInvitationQuery(id)))

/** Where the mail about an invitation to a project leads: what is offered, and the answer. */
export function Component() {
  const t = useTranslations('ownInvitations')
  const { id = '' } = useParams()
  const username = useQuery(accountQuery()).data?.username ?? ''
  const { data: invitation, error, refetch } = useQuery(ownInvitationQuery(id))
  if (invitation !== undefined) return <Shown invitation={invitation} />
  if (isMissing(error)) {
    return (
      <Page isMissing title={t('missingTitle')} lead={t('missing', { username })}>
        <p>
          <Link to={paths.ownProjects()}>{t('projects')}</Link>
        </p>
      </Page>
    )
  }
  return (
    <Page title={t('heading')}>
      {error === null ? (
        <Skeleton lines={6} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

function Shown({ invitation }: { invitation: OwnProjectInvitation }) {
  const t = useTranslations('ownInvitations')
  const people = useTranslations('people')
  const answer = useAnswer()
  const { role, invitedBy, state, secondFactorMissing, project } = invitation
  const { name } = project
  const outcome = useRef<HTMLDivElement>(null)
  const isDone = answer.accept.isSuccess || answer.decline.isSuccess
  useEffect(() => {
    // The buttons are gone: the focus goes to what became of it.
    if (isDone && state !== 'open') outcome.current?.focus()
  }, [isDone, state])
  const lead = t.rich('lead', {
    by: invitedBy,
    name,
    role: t(`role_${role}`),
    b: (words) => <strong>{words}</strong>,
  })
  return (
    <Page title={t('title', { name })} lead={lead}>
      {state === 'open' ? (
        <>
          <h2>{t('may')}</h2>
          <p>{people(`may_${role}`)}</p>
          {secondFactorMissing && (
            <Callout tone="warning">
              {t.rich('factor', {
                link: (words) => <Link to={paths.twoFactor()}>{words}</Link>,
              })}
            </Callout>
          )}
          {answer.accept.error !== null && <ErrorState error={answer.accept.error} />}
          <div className={styles.actions}>
            <AnswerButtons invitation={invitation} answer={answer} />
            <Link to={paths.project(name)}>{t('look')}</Link>
          </div>
        </>
      ) : (
        <Outcome invitation={invitation} ref={outcome} />
      )}
    </Page>
  )
}

/** What became of an invitation, and where to go from there. */
function Outcome({
  invitation,
  ref,
}: {
  invitation: OwnProjectInvitation
  ref: Ref<HTMLDivElement>
}) {
  const t = useTranslations('ownInvitations')
  const { state, project } = invitation
  const isAccepted = state === 'accepted'
  const title = state === 'open' ? undefined : t(`over_${state}`)
  return (
    <Callout
      ref={ref}
      tone={isAccepted ? 'success' : 'info'}
      title={title}
      actions={
        isAccepted && <ButtonLink to={paths.manageProject(project.name)}>{t('manage')}</ButtonLink>
      }
    >
      {!isAccepted && t('again')}
    </Callout>
  )
}
