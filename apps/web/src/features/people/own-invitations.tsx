import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day } from '../../ui/facts.tsx'
import { Link } from '../../ui/link.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { AnswerButtons } from './answer-buttons.tsx'
import styles from './people.module.css'
import { ownInvitationsQuery } from './queries.ts'
import { useAnswer } from './use-answer.ts'

/** The invitations that wait for an answer of the signed-in person; nothing where there are none. */
export function OwnInvitations() {
  const t = useTranslations('ownInvitations')
  const { data = [] } = useQuery(ownInvitationsQuery())
  const answer = useAnswer()
  const heading = useRef<HTMLHeadingElement>(null)
  const { accept, decline } = answer
  const isDone = accept.isSuccess || decline.isSuccess
  useEffect(() => {
    // The card whose button was pressed is gone: the focus goes to the list it was in, or the page.
    if (isDone) (heading.current ?? document.querySelector<HTMLElement>('main h1'))?.focus()
  }, [isDone, data.length])
  if (data.length === 0) return null
  return (
    <section className={styles.section}>
      <h2 ref={heading} tabIndex={-1}>
        {t('heading')}
      </h2>
      {accept.error !== null && <ErrorState error={accept.error} />}
      <CardList label={t('heading')}>
        {data.map((invitation) => (
          <Card
            key={invitation.id}
            head={
              <h3>
                <Link to={paths.projectInvitation(invitation.id)}>{invitation.project.name}</Link>
              </h3>
            }
            details={t.rich('offer', {
              by: invitation.invitedBy,
              role: t(`role_${invitation.role}`),
              day: () => <Day at={invitation.expiresAt} />,
            })}
            actions={<AnswerButtons invitation={invitation} answer={answer} size="small" />}
          />
        ))}
      </CardList>
    </section>
  )
}
