import { PROJECT_ROLES } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import styles from './people.module.css'

/** What each role may do, in plain words. */
export function RoleWords() {
  const t = useTranslations('people')
  return (
    <section className={styles.section}>
      <h2>{t('rolesHeading')}</h2>
      <dl className={styles.roles}>
        {PROJECT_ROLES.map((role) => (
          <div key={role}>
            <dt>{t(`role_${role}`)}</dt>
            <dd>{t(`may_${role}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
