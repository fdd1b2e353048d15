import { useTranslations } from 'use-intl'
import { Page } from '../../components/layout/page.tsx'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/button.tsx'

/** Where a project of this name would be: it does not exist, or it is not for this person to see. */
export function MissingProject({ name }: { name: string }) {
  const t = useTranslations('projectStatus')
  return (
    <Page isMissing title={t('missingTitle', { name })} lead={t('missingBody')}>
      <p>
        <ButtonLink to={paths.search(name)}>{t('missingSearch')}</ButtonLink>
      </p>
    </Page>
  )
}
