import { useTranslations } from 'use-intl'
import { FileTable } from '../../features/files/file-table.tsx'
import { useShownRelease } from '../../features/projects/shown-release.ts'
import { EmptyState } from '../../ui/states.tsx'

/** The files of a release. */
export function Component() {
  const t = useTranslations('project')
  const { project, release } = useShownRelease()
  if (release.files.length === 0) return <EmptyState title={t('noFiles')} />
  const caption = t('filesTitle', { name: project.name, version: release.version })
  return <FileTable key={release.version} files={release.files} caption={caption} />
}
