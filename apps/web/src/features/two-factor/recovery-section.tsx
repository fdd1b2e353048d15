import { FEW_RECOVERY_CODES, makeRecoveryCodes, type TwoFactor } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { useFactorsChanged } from './queries.ts'
import { ProveCodes } from './recovery-codes.tsx'
import styles from './two-factor.module.css'

/** How many recovery codes are left, whether they were kept, and the way to new ones. */
export function RecoverySection(props: {
  codes: NonNullable<TwoFactor['recoveryCodes']>
  onCodes: (codes: readonly string[]) => void
}) {
  const { codes, onCodes } = props
  const t = useTranslations('twoFactor')
  const changed = useFactorsChanged()
  const [asked, setAsked] = useState(false)
  const few = codes.left <= FEW_RECOVERY_CODES
  return (
    <section className={styles.section}>
      <h2>{t('codes')}</h2>
      <p>{t('codesLead')}</p>
      {few ? (
        <Callout tone="warning" title={t('codesLeft', { left: codes.left, total: codes.total })}>
          {t('fewCodes')}
        </Callout>
      ) : (
        <p>{t('codesLeft', { left: codes.left, total: codes.total })}</p>
      )}
      {!codes.confirmed && codes.left > 0 && (
        <Callout tone="info" title={t('unprovedTitle')}>
          <p>{t('proveLead')}</p>
        </Callout>
      )}
      {!codes.confirmed && codes.left > 0 && <ProveCodes onDone={() => {}} />}
      <Button onClick={() => setAsked(true)}>{t('codesAnew')}</Button>
      <LazyConfirm
        open={asked}
        title={t('codesAnewTitle')}
        actionLabel={t('codesAnew')}
        pendingLabel={t('saving')}
        variant="primary"
        onConfirm={async () => {
          const { recoveryCodes } = await call(makeRecoveryCodes, {})
          onCodes(recoveryCodes)
          await changed()
        }}
        onClose={() => setAsked(false)}
      >
        <p>{t('codesAnewBody')}</p>
      </LazyConfirm>
    </section>
  )
}
