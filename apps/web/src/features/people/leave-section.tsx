import { useQueryClient } from '@tanstack/react-query'
import { leaveProject, type Project, type ProjectRole } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { ownersOf } from '../projects/use-own-role.ts'
import styles from './people.module.css'
import { forgetPeople } from './queries.ts'

/** The way out of a project, for all but its only owner. */
export function LeaveSection({ project, role }: { project: Project; role: ProjectRole }) {
  const t = useTranslations('people')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState(false)
  const { name } = project
  const isSole = role === 'owner' && ownersOf(project).length === 1
  return (
    <section className={styles.section}>
      <h2>{t('leaveHeading')}</h2>
      <p>{t(`leaveBody_${role}`)}</p>
      <p>
        <Button
          variant="danger"
          disabledReason={isSole ? t('soleOwner') : undefined}
          onClick={() => setAsked(true)}
        >
          {t('leave', { name })}
        </Button>
      </p>
      <LazyConfirm
        open={asked}
        title={t('leaveTitle', { name })}
        actionLabel={t('leave', { name })}
        pendingLabel={t('saving')}
        {...(role === 'owner' && { typedName: name })}
        onConfirm={async () => {
          await call(leaveProject, { params: { project: name } })
          showToast(t('left', { name }))
          // Away first: this page is not for somebody without a role.
          await navigate(paths.ownProjects())
          await forgetPeople(client)
        }}
        onClose={() => setAsked(false)}
      >
        <p>{t('leaveConsequences')}</p>
      </LazyConfirm>
    </section>
  )
}
