import type { PublisherIdentity } from '@wheelhouse/shared-types'
import { useFormatter, useTranslations } from 'use-intl'

/** What a publisher is called, and who that is. */
export type IdentityWords = { name: string; who: string }

const hostOf = (issuer: string): string => URL.parse(issuer)?.host ?? issuer

/** What a publisher is called among those of a project: as short as its kind allows. */
export function identityName(identity: PublisherIdentity): string {
  switch (identity.kind) {
    case 'github':
      return `${identity.owner}/${identity.repository}`
    case 'gitlab':
      return `${identity.namespace}/${identity.project}`
    case 'google':
      return identity.email
    case 'activestate':
      return `${identity.organization}/${identity.project}`
    case 'oidc':
      return identity.claims.map(({ value }) => value).join(', ')
  }
}

/** Publishers in plain words. */
export function useIdentityWords(): (identity: PublisherIdentity) => IdentityWords {
  const t = useTranslations('publishing')
  const format = useFormatter()
  const where = (environment: string | null) =>
    environment === null ? t('inAny') : t('inEnvironment', { environment })

  function whoIs(identity: PublisherIdentity): string {
    switch (identity.kind) {
      case 'github': {
        const { owner, repository, workflow, environment } = identity
        const who = t('who.github', { owner, repository, workflow })
        return t('whoWhere', { who, where: where(environment) })
      }
      case 'gitlab': {
        const { namespace, project, issuer, workflowFilepath: path, environment } = identity
        const who = t('who.gitlab', { path, namespace, project, host: hostOf(issuer) })
        return t('whoWhere', { who, where: where(environment) })
      }
      case 'google': {
        const { email, sub } = identity
        return t('whoAlone', {
          who: sub === null ? t('who.google', { email }) : t('who.googleSub', { email, sub }),
        })
      }
      case 'activestate': {
        const { organization, project, actor } = identity
        return t('whoAlone', { who: t('who.activestate', { organization, project, actor }) })
      }
      case 'oidc': {
        const claims = format.list(identity.claims.map((claim) => t('claim', claim)))
        return t('whoAlone', { who: t('who.oidc', { host: hostOf(identity.issuer), claims }) })
      }
    }
  }

  return (identity) => ({ name: identityName(identity), who: whoIs(identity) })
}
