import { useFormatter, useTranslations } from 'use-intl'
import { useShownRelease } from '../../features/projects/shown-release.ts'
import { Readme } from '../../features/readme/readme.tsx'
import { Callout } from '../../ui/callout.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** What the people of the project say about it. */
export function Component() {
  const t = useTranslations('project')
  const format = useFormatter()
  const { readme, describedAt } = useShownRelease().release
  return (
    <>
      {describedAt !== null && (
        <Callout>
          {t('describedAt', { day: format.dateTime(new Date(describedAt), { dateStyle: 'long' }) })}
        </Callout>
      )}
      {readme === null ? (
        <EmptyState title={t('noReadmeTitle')}>{t('noReadme')}</EmptyState>
      ) : (
        <Readme key={readme.html} html={readme.html} />
      )}
    </>
  )
}
