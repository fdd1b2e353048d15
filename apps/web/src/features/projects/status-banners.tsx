import type { Project, Release } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Callout } from '../../ui/callout.tsx'
import { Link } from '../../ui/link.tsx'

/** What somebody should know before installing: the state of the project, then of the release. */
export function StatusBanners({ project, release }: { project: Project; release?: Release }) {
  const t = useTranslations('projectStatus')
  const { status, statusReason, replacement, visibility, latestVersion, name } = project
  const reason = (text: string | null) => text !== null && <p>{t('reason', { reason: text })}</p>
  const newer =
    release !== undefined && latestVersion !== null && latestVersion !== release.version ? (
      <p>
        {t.rich('newer', {
          version: latestVersion,
          link: (words) => <Link to={paths.project(name)}>{words}</Link>,
        })}
      </p>
    ) : null
  const onlyPrereleases = project.releases.every(({ prerelease, yanked }) => prerelease || yanked)
  return (
    <>
      {visibility === 'private' && (
        <Callout title={t('private')}>
          <p>{t('privateBody')}</p>
        </Callout>
      )}
      {status !== 'active' && (
        <Callout tone={status === 'quarantined' ? 'danger' : 'warning'} title={t(status)}>
          <p>{t(`${status}Body`)}</p>
          {reason(statusReason)}
          {replacement !== null && (
            <p>
              {t.rich('replacement', {
                name: replacement.name,
                link: (words) =>
                  replacement.exists ? (
                    <Link to={paths.project(replacement.name)}>{words}</Link>
                  ) : (
                    <b>{words}</b>
                  ),
              })}
            </p>
          )}
        </Callout>
      )}
      {release?.yanked === true && (
        <Callout tone="danger" title={t('yanked')}>
          {reason(release.yankedReason)}
          <p>{t('yankedBody')}</p>
          {newer}
        </Callout>
      )}
      {release?.prerelease === true && !release.yanked && (
        <Callout title={t('prerelease')}>
          <p>{t(onlyPrereleases ? 'prereleaseOnly' : 'prereleaseBody')}</p>
          {newer}
        </Callout>
      )}
      {release?.yanked === false && !release.prerelease && newer !== null && (
        <Callout>{newer}</Callout>
      )}
    </>
  )
}
