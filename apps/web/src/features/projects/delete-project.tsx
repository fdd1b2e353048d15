import type { Project, ProjectRole } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { DeletionDialog } from '../deletions/deletion-dialog.tsx'
import styles from '../deletions/deletions.module.css'
import type { Doomed } from '../deletions/queries.ts'
import { useDeletion } from '../deletions/use-deletion.ts'
import { useOwnersText } from './managed-project.tsx'

/** The end of a page of settings: deletes the project, and leads to the list of own projects. */
export function DeleteProject({ project, role }: { project: Project; role: ProjectRole }) {
  const t = useTranslations('deleting')
  const navigate = useNavigate()
  const owners = useOwnersText(project)
  const [doomed, setDoomed] = useState<Doomed>()
  const { remove } = useDeletion(() => navigate(paths.ownProjects()))
  const { name, status } = project
  const disabledReason =
    role !== 'owner'
      ? t('onlyOwners', { owners })
      : status === 'quarantined'
        ? t('project.quarantined')
        : undefined
  return (
    <section className={styles.section}>
      <h2>{t('project.heading')}</h2>
      <p>{t('project.body', { name })}</p>
      {status === 'active' && <p>{t('project.archiveRather')}</p>}
      <p>
        <Button
          variant="danger"
          disabledReason={disabledReason}
          onClick={() => setDoomed({ kind: 'project', project: name, target: name })}
        >
          {t('project.button', { name })}
        </Button>
      </p>
      <DeletionDialog
        doomed={doomed}
        onConfirm={remove.mutateAsync}
        onClose={() => setDoomed(undefined)}
      />
    </section>
  )
}
