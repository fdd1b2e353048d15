import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectPerson, ProjectRole } from '@wheelhouse/shared-types'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day } from '../../ui/facts.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { accountQuery } from '../session/queries.ts'
import styles from './people.module.css'
import { peopleQuery } from './queries.ts'
import { StepDown } from './step-down.tsx'
import { useChangePeople } from './use-change-people.ts'

type Question = { act: 'change' | 'remove'; person: ProjectPerson }

const OTHER = { owner: 'maintainer', maintainer: 'owner' } as const

/** The people of a project; owners change and end roles. */
export function PeopleList({ project, role }: { project: Project; role: ProjectRole }) {
  const t = useTranslations('people')
  const { data, error, refetch } = useQuery(peopleQuery(project.name))
  const ownName = useQuery(accountQuery()).data?.username
  const { change, remove } = useChangePeople(project, ownName)
  const [asked, setAsked] = useState<Question>()
  const [steppingDown, setSteppingDown] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The card whose button opened the question is gone, or has other buttons now.
    if (remove.isSuccess || change.isSuccess) heading.current?.focus()
  }, [remove.isSuccess, remove.submittedAt, change.isSuccess, change.submittedAt])
  if (data === undefined) {
    return error === null ? (
      <Skeleton lines={4} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    )
  }
  const { act, person } = asked ?? {}
  const { name } = project
  const words = { name, username: person?.username ?? '' }
  const next = OTHER[person?.role ?? 'owner']
  const otherOwners = data.items.flatMap((one) =>
    one.role === 'owner' && one.username !== ownName ? [one.username] : [],
  )
  return (
    <section className={styles.section}>
      <h2 ref={heading} tabIndex={-1}>
        {t('list')}
      </h2>
      {data.secondFactorRequired && (
        <Callout>
          {t.rich('factorRequired', {
            link: (text) => <Link to={paths.twoFactor()}>{text}</Link>,
          })}
        </Callout>
      )}
      <FirstRows rows={data.items}>
        {(shown) => (
          <CardList label={t('list')}>
            {shown.map((one) => (
              <PersonCard
                key={one.username}
                person={one}
                isOwn={one.username === ownName}
                isSole={otherOwners.length === 0}
                canChange={role === 'owner'}
                onAsk={setAsked}
                onStepDown={setSteppingDown}
              />
            ))}
          </CardList>
        )}
      </FirstRows>
      <LazyConfirm
        open={act === 'change'}
        title={t(`changeTitle_${next}`, words)}
        actionLabel={t(`changeAction_${next}`)}
        pendingLabel={t('saving')}
        variant="primary"
        onConfirm={async () => {
          await change.mutateAsync({ username: words.username, role: next })
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t(`changeBody_${next}`, words)}</p>
      </LazyConfirm>
      <LazyConfirm
        open={act === 'remove'}
        title={t('removeTitle', words)}
        actionLabel={t('removeAction')}
        pendingLabel={t('saving')}
        {...(person?.role === 'owner' && { typedName: person.username })}
        onConfirm={() => remove.mutateAsync(words.username)}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('removeBody', words)}</p>
      </LazyConfirm>
      <StepDown
        open={steppingDown}
        project={name}
        owners={otherOwners}
        onConfirm={async () => {
          if (ownName !== undefined) {
            await change.mutateAsync({ username: ownName, role: 'maintainer' })
          }
        }}
        onClose={() => setSteppingDown(false)}
      />
    </section>
  )
}

/** Kept while questions are asked: there may be hundreds. */
const PersonCard = memo(function PersonCard(props: {
  person: ProjectPerson
  isOwn: boolean
  /** No other person owns the project. */
  isSole: boolean
  canChange: boolean
  onAsk: (question: Question) => void
  onStepDown: (asked: true) => void
}) {
  const { person, isOwn, isSole, canChange, onAsk, onStepDown } = props
  const t = useTranslations('people')
  return (
    <Card
      head={<PersonHead person={person} isOwn={isOwn} />}
      details={t.rich('since', { day: () => <Day at={person.since} /> })}
      actions={
        canChange &&
        (isOwn ? (
          <Button
            size="small"
            disabledReason={isSole ? t('soleOwner') : undefined}
            onClick={() => onStepDown(true)}
          >
            {t('stepDown')}
          </Button>
        ) : (
          <PersonActions person={person} onAsk={onAsk} />
        ))
      }
    />
  )
})

function PersonHead({ person, isOwn }: { person: ProjectPerson; isOwn: boolean }) {
  const t = useTranslations('people')
  const { username, role, secondFactor } = person
  return (
    <>
      <h3>{username}</h3>
      <Badge tone={role === 'owner' ? 'info' : 'neutral'}>{t(`role_${role}`)}</Badge>
      {isOwn && <Badge>{t('you')}</Badge>}
      {secondFactor === true && <Badge tone="success">{t('hasFactor')}</Badge>}
      {secondFactor === false && <Badge tone="warning">{t('noFactor')}</Badge>}
    </>
  )
}

function PersonActions(props: { person: ProjectPerson; onAsk: (question: Question) => void }) {
  const t = useTranslations('people')
  const { person, onAsk } = props
  const { username, role } = person
  return (
    <>
      <Button
        size="small"
        aria-label={t(`change_${OTHER[role]}`, { username })}
        onClick={() => onAsk({ act: 'change', person })}
      >
        {t(`changeAction_${OTHER[role]}`)}
      </Button>
      <Button
        size="small"
        aria-label={t('removeNamed', { username })}
        onClick={() => onAsk({ act: 'remove', person })}
      >
        {t('remove')}
      </Button>
    </>
  )
}
