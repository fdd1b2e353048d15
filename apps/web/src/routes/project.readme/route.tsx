import { useTranslations } from 'use-intl'
import { useShownRelease } from '../../features/projects/shown-release.ts'
import { Readme } from '../../features/readme/readme.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** What the people of the project say about it. */
export function Component() {
  const t = useTranslations('project')
  const { readme } = useShownRelease().release
  if (readme === null) return <EmptyState title={t('noReadmeTitle')}>{t('noReadme')}</EmptyState>
  return <Readme key={readme.html} html={readme.html} />
}
