import type { DeletionConsequences } from '@wheelhouse/shared-types'
import { useFormatter, useTranslations } from 'use-intl'
import { useBytes } from '../../ui/facts.tsx'
import styles from './deletions.module.css'

/** What a deletion would take away, who would miss it, and how long it can be undone. */
export function Consequences({ told }: { told: DeletionConsequences }) {
  const t = useTranslations('deleting')
  const format = useFormatter()
  const bytes = useBytes()
  const { kind, dependants, undoDays, latestVersion, mailed } = told
  const gone = [
    ...(kind === 'project' ? [t('lostReleases', { count: told.releases })] : []),
    t('lostFiles', { count: told.files, size: bytes(told.size) }),
    t('downloads', { count: told.downloads }),
    ...(told.invitations > 0 ? [t('invitations', { count: told.invitations })] : []),
    ...(told.tokens > 0 ? [t('tokens', { count: told.tokens })] : []),
    ...(told.publishers > 0 ? [t('publishers', { count: told.publishers })] : []),
  ]
  return (
    <>
      <h3>{t('lost')}</h3>
      <ul className={styles.facts}>
        {gone.map((line) => (
          <li key={line}>{line}</li>
        ))}
        <li>
          {dependants.count === 0
            ? t('noDependants')
            : t(dependants.isMore ? 'dependantsMore' : 'dependants', {
                count: dependants.count,
                names: format.list(dependants.names),
              })}
        </li>
        {told.isLast && <li>{t(kind === 'file' ? 'lastFile' : 'lastRelease')}</li>}
        {kind === 'release' && latestVersion !== null && (
          <li>{t('latestAfter', { version: latestVersion })}</li>
        )}
        <li>{kind === 'file' ? t('nameOf', { file: told.confirm }) : t('names')}</li>
        {kind === 'project' && <li>{t('nameFree', { name: told.confirm })}</li>}
        {mailed.length > 0 && <li>{t('mailed', { names: format.list(mailed) })}</li>}
      </ul>
      <p>
        <b>{undoDays === 0 ? t('final') : t('undoable', { days: undoDays })}</b>
      </p>
    </>
  )
}
