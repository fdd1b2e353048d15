import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  revokeProjectInvitation,
  type Project,
  type ProjectInvitation,
  type ProjectRole,
} from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import styles from './people.module.css'
import { forgetPeople, projectInvitationsQuery } from './queries.ts'

/** Who is invited, and whose invitation came to nothing; owners take open ones back. */
export function InvitationList({ project, role }: { project: Project; role: ProjectRole }) {
  const t = useTranslations('people')
  const { data, error, refetch } = useQuery(projectInvitationsQuery(project.name))
  const client = useQueryClient()
  const [asked, setAsked] = useState<ProjectInvitation>()
  const heading = useRef<HTMLHeadingElement>(null)
  const revoke = useMutation({
    mutationFn: ({ id }: ProjectInvitation) =>
      call(revokeProjectInvitation, { params: { project: project.name, id } }),
    onSettled: () => forgetPeople(client),
    onSuccess: (_nothing, { username }) => showToast(t('revoked', { username })),
  })
  useEffect(() => {
    // The card whose button opened the question is gone: the focus goes to the list it was in.
    if (revoke.isSuccess) heading.current?.focus()
  }, [revoke.isSuccess, revoke.submittedAt])
  const words = { username: asked?.username ?? '' }
  return (
    <section className={styles.section}>
      <h2 ref={heading} tabIndex={-1}>
        {t('invitations')}
      </h2>
      {data === undefined ? (
        error === null ? (
          <Skeleton lines={2} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : data.length === 0 ? (
        <EmptyState title={t('noInvitations')} />
      ) : (
        <FirstRows rows={data}>
          {(shown) => (
            <CardList label={t('invitations')}>
              {shown.map((invitation) => (
                <InvitationCard
                  key={invitation.id}
                  invitation={invitation}
                  onRevoke={role === 'owner' ? () => setAsked(invitation) : undefined}
                />
              ))}
            </CardList>
          )}
        </FirstRows>
      )}
      <LazyConfirm
        open={asked !== undefined}
        title={t('revokeTitle', words)}
        actionLabel={t('revokeAction')}
        pendingLabel={t('saving')}
        onConfirm={async () => {
          if (asked !== undefined) await revoke.mutateAsync(asked)
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('revokeBody')}</p>
      </LazyConfirm>
    </section>
  )
}

function InvitationCard(props: {
  invitation: ProjectInvitation
  onRevoke: (() => void) | undefined
}) {
  const { invitation, onRevoke } = props
  const t = useTranslations('people')
  const { username, role, state, invitedBy, createdAt, expiresAt } = invitation
  const isOpen = state === 'open'
  return (
    <Card
      head={
        <>
          <h3>{username}</h3>
          <Badge tone={isOpen ? 'info' : 'warning'}>{t(`state_${state}`)}</Badge>
        </>
      }
      details={
        <>
          {t.rich('invitedAs', {
            role: t(`role_${role}`),
            by: invitedBy,
            time: () => <RelativeTime at={createdAt} />,
          })}
          {isOpen && <> · {t.rich('until', { day: () => <Day at={expiresAt} /> })}</>}
        </>
      }
      actions={
        isOpen &&
        onRevoke !== undefined && (
          <Button size="small" aria-label={t('revokeNamed', { username })} onClick={onRevoke}>
            {t('revoke')}
          </Button>
        )
      }
    />
  )
}
