import { useQuery } from '@tanstack/react-query'
import type { Project } from '@wheelhouse/shared-types'
import { useFormatter, useTranslations } from 'use-intl'
import { Bytes } from '../../ui/facts.tsx'
import { overviewQuery } from './queries.ts'
import { Section } from './section.tsx'
import styles from './settings.module.css'

/** How large files and project may be, and how much of it is used. */
export function LimitsSection({ project }: { project: Project }) {
  const t = useTranslations('settings.limits')
  const format = useFormatter()
  const { data } = useQuery(overviewQuery(project.normalizedName))
  if (data === undefined) return null
  const { size, maxSize, maxFileSize, releases, files } = data
  return (
    <Section id="limits" title={t('title')} lead={t('lead')}>
      <dl className={styles.pairs}>
        <dt>{t('size')}</dt>
        <dd>
          {t.rich('used', {
            used: () => <Bytes value={size} />,
            most: () => <Bytes value={maxSize} />,
          })}
          <meter
            className={styles.meter}
            value={size}
            max={maxSize}
            high={maxSize * 0.9}
            aria-label={t('size')}
          />
        </dd>
        <dt>{t('fileSize')}</dt>
        <dd>
          <Bytes value={maxFileSize} />
        </dd>
        <dt>{t('releases')}</dt>
        <dd>{t('unlimited', { count: format.number(releases) })}</dd>
        <dt>{t('files')}</dt>
        <dd>{t('unlimited', { count: format.number(files) })}</dd>
      </dl>
    </Section>
  )
}
