import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectOverview } from '@wheelhouse/shared-types'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { RelativeTime } from '../../ui/facts.tsx'
import { Link } from '../../ui/link.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { overviewQuery } from './queries.ts'
import { Section } from './section.tsx'
import styles from './settings.module.css'

/** What is missing in a project: a line for each gap, with the way to mend it. */
export function HealthSection({ project }: { project: Project }) {
  const t = useTranslations('settings.health')
  const { data, error, refetch } = useQuery(overviewQuery(project.normalizedName))
  return (
    <Section id="health" title={t('title')}>
      {data === undefined ? (
        error === null ? (
          <Skeleton lines={3} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Health project={project} overview={data} />
      )}
    </Section>
  )
}

function Health({ project, overview }: { project: Project; overview: ProjectOverview }) {
  const t = useTranslations('settings.health')
  const { latest } = overview
  const gaps = useGaps(project, overview)
  return (
    <>
      {latest !== null && (
        <p>
          {t.rich('last', {
            version: latest.version,
            when: () => <RelativeTime at={latest.publishedAt} />,
          })}
        </p>
      )}
      {gaps.length === 0 ? (
        <p>{t('well')}</p>
      ) : (
        <ul className={styles.gaps} aria-label={t('gaps')}>
          {gaps.map(([key, words]) => (
            <li key={key} className={styles.gap}>
              <TriangleAlert size={16} aria-hidden="true" />
              <span>{words}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** The gaps by their names, the gravest first. */
function useGaps({ name }: Project, overview: ProjectOverview): [string, ReactNode][] {
  const t = useTranslations('settings.health')
  const { latest, owners, withoutSecondFactor, endlessTokens, refreshesDescriptions } = overview
  const described = (words: ReactNode) =>
    refreshesDescriptions ? (
      <Link to={paths.projectSettings(name, 'description')}>{words}</Link>
    ) : (
      words
    )
  const upload = (words: ReactNode) => <Link to={paths.manageProject(name)}>{words}</Link>
  const gaps: [string, boolean, ReactNode][] = [
    [
      'secondFactor',
      (withoutSecondFactor ?? 0) > 0,
      t.rich('secondFactor', {
        count: withoutSecondFactor ?? 0,
        link: (words) => <Link to={paths.twoFactor()}>{words}</Link>,
      }),
    ],
    [
      'tokens',
      (endlessTokens ?? 0) > 0,
      t.rich('tokens', {
        count: endlessTokens ?? 0,
        link: (words) => <Link to={paths.tokens()}>{words}</Link>,
      }),
    ],
    ['owner', owners === 1, t('owner')],
    ['release', latest === null, t.rich('release', { link: upload })],
    ['description', latest?.hasDescription === false, t.rich('description', { link: described })],
    ['summary', latest?.hasSummary === false, t('summary')],
    ['license', latest?.hasLicense === false, t('license')],
    ['links', latest?.hasLinks === false, t.rich('links', { link: described })],
  ]
  return gaps.flatMap(([key, isThere, words]) => (isThere ? [[key, words]] : []))
}
