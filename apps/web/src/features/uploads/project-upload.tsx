import type { Project } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import styles from './upload-panel.module.css'
import { UploadPanel } from './upload-panel.tsx'

/** Uploads to one project, where its status takes any. */
export function ProjectUpload({ project: { name, status } }: { project: Project }) {
  const t = useTranslations('upload')
  const isClosed = status === 'archived' || status === 'quarantined'
  return (
    <section className={styles.panel}>
      <h2>{t('heading', { name })}</h2>
      {isClosed ? <p>{t('closed')}</p> : <UploadPanel project={name} />}
    </section>
  )
}
