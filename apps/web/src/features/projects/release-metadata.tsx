import type { Release } from '@wheelhouse/shared-types'
import { memo, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import { Link } from '../../ui/link.tsx'
import { groupClassifiers } from './group-classifiers.ts'
import { groupDependencies, type Dependency } from './group-dependencies.ts'
import styles from './release-metadata.module.css'
import { SafeLink } from './safe-link.tsx'

/** Everything that a release says about itself. */
export function ReleaseMetadata({ release }: { release: Release }) {
  const t = useTranslations('project')
  const person = (name: string | null, email: string | null) =>
    [name, email].filter(Boolean).join(', ')
  const author = person(release.author, release.authorEmail)
  const maintainer = person(release.maintainer, release.maintainerEmail)
  const license = release.licenseExpression ?? release.license
  return (
    <div className={styles.metadata}>
      <dl className={styles.facts}>
        <Fact name={t('requires')}>
          {release.requiresPython === null ? t('anyPython') : <code>{release.requiresPython}</code>}
        </Fact>
        <Fact name={t('license')}>
          {license === null || license === '' ? (
            t('noLicense')
          ) : (
            <span className={styles.license}>{license}</span>
          )}
        </Fact>
        {author !== '' && <Fact name={t('author')}>{author}</Fact>}
        {maintainer !== '' && <Fact name={t('maintainer')}>{maintainer}</Fact>}
        {release.projectUrls.length > 0 && (
          <Fact name={t('links')}>
            <ul className={styles.list}>
              {release.projectUrls.map(({ label, url }) => (
                <li key={`${label} ${url}`}>
                  {label} <SafeLink url={url} />
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {release.keywords.length > 0 && (
          <Fact name={t('keywords')}>
            <ul className={styles.words}>
              {release.keywords.map((keyword) => (
                <li key={keyword}>
                  <Badge>{keyword}</Badge>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {release.providesExtra.length > 0 && (
          <Fact name={t('extras')}>
            <ul className={styles.words}>
              {release.providesExtra.map((extra) => (
                <li key={extra}>
                  <Badge>{extra}</Badge>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
      <Dependencies release={release} />
      <section>
        <h2>{t('classifiers')}</h2>
        {release.classifiers.length === 0 ? (
          <p className={styles.none}>{t('noClassifiers')}</p>
        ) : (
          groupClassifiers(release.classifiers).map(([group, members]) => (
            <section key={group}>
              <h3>{group}</h3>
              <ul className={styles.list}>
                {members.map((member) => (
                  <li key={member}>{member}</li>
                ))}
              </ul>
            </section>
          ))
        )}
      </section>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </>
  )
}

function Dependencies({ release }: { release: Release }) {
  const t = useTranslations('project')
  const groups = groupDependencies(release.requiresDist, release.providesExtra).filter(
    ({ dependencies }) => dependencies.length > 0,
  )
  return (
    <section>
      <h2>{t('dependencies')}</h2>
      {groups.length === 0 && <p className={styles.none}>{t('noDependencies')}</p>}
      {groups.map(({ extra, dependencies }) => (
        <section key={extra ?? ''}>
          <h3>{extra === null ? t('always') : t('withExtra', { extra })}</h3>
          <FirstRows rows={dependencies}>
            {(shown) => (
              <ul className={styles.dependencies}>
                {shown.map((dependency) => (
                  <li key={JSON.stringify(dependency)}>
                    <DependencyText dependency={dependency} />
                  </li>
                ))}
              </ul>
            )}
          </FirstRows>
        </section>
      ))}
    </section>
  )
}

const DependencyText = memo(function DependencyText(props: { dependency: Dependency }) {
  const { name, rest, marker } = props.dependency
  const t = useTranslations('project')
  return (
    <>
      {name !== undefined && <Link to={paths.project(name)}>{name}</Link>}
      {rest !== '' && <code> {rest}</code>}
      {marker !== undefined && <span className={styles.none}> {t('when', { marker })}</span>}
    </>
  )
})
