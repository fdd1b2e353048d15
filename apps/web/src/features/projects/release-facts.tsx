import { useQuery } from '@tanstack/react-query'
import type { Project, Release } from '@wheelhouse/shared-types'
import { Info, Link2, Users } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/facts.tsx'
import { ExternalLink } from '../../ui/link.tsx'
import { accountQuery } from '../session/queries.ts'
import { DownloadsSection } from './downloads-section.tsx'
import { licenseText } from './license-text.ts'
import styles from './release-facts.module.css'
import { SafeLink } from './safe-link.tsx'

/** The facts beside a release: links first, for they are what people come for. */
export function ReleaseFacts({ project, release }: { project: Project; release: Release }) {
  const t = useTranslations('project')
  const username = useQuery(accountQuery()).data?.username
  const own = project.people.some((person) => person.username === username)
  return (
    <aside className={styles.facts} aria-label={t('facts')}>
      {release.projectUrls.length > 0 && (
        <section>
          <h2>
            <Link2 size={16} aria-hidden="true" />
            {t('links')}
          </h2>
          <ul className={styles.list}>
            {release.projectUrls.map(({ label, url }) => (
              <li key={`${label} ${url}`}>
                <SafeLink url={url}>{label}</SafeLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>
          <Info size={16} aria-hidden="true" />
          {t('facts')}
        </h2>
        <dl className={styles.pairs}>
          <dt>{t('released')}</dt>
          <dd>
            <RelativeTime at={release.publishedAt} />
          </dd>
          <dt>{t('python')}</dt>
          <dd>
            {release.requiresPython === null ? (
              t('anyPython')
            ) : (
              <code>{release.requiresPython}</code>
            )}
          </dd>
          <dt>{t('license')}</dt>
          <dd dir="auto">{licenseText(release) ?? t('noLicense')}</dd>
        </dl>
      </section>
      <DownloadsSection project={project} />
      <section>
        <h2>
          <Users size={16} aria-hidden="true" />
          {t('people')}
        </h2>
        <ul className={styles.list}>
          {project.people.map((person) => (
            <li key={person.username}>
              {person.username} <Badge>{t(`role_${person.role}`)}</Badge>
              {person.email !== null && (
                <>
                  {' '}
                  <ExternalLink href={`mailto:${encodeURIComponent(person.email)}`} dir="ltr">
                    {person.email}
                  </ExternalLink>
                </>
              )}
            </li>
          ))}
        </ul>
        {own && (
          <ButtonLink size="small" to={paths.manageProject(project.name)}>
            {t('manage')}
          </ButtonLink>
        )}
      </section>
    </aside>
  )
}
