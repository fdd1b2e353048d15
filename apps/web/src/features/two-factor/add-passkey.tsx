import { addPasskey, startPasskey, type PasskeyCeremony } from '@wheelhouse/shared-types'
import type { RegistrationResponseJSON } from '@simplewebauthn/browser'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { useAhead } from '../../lib/use-ahead.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { showToast } from '../../ui/toast.tsx'
import { makePasskey, supportsPasskeys } from './passkeys.ts'
import { LazyNameDialog, loadNameDialog } from './lazy-name-dialog.tsx'
import { useFactorsChanged } from './queries.ts'
import styles from './two-factor.module.css'
import { useCeremony } from './use-ceremony.tsx'

type Made = { challenge: PasskeyCeremony['challenge']; response: RegistrationResponseJSON }

/** First the browser makes the passkey, then it gets its name: nobody looks for a name first. */
export function AddPasskey({ onCodes }: { onCodes: (codes: readonly string[]) => void }) {
  const t = useTranslations('twoFactor')
  const faults = useTranslations('factorFaults')
  const ceremony = useCeremony()
  const changed = useFactorsChanged()
  const [made, setMade] = useState<Made>()
  useAhead(supportsPasskeys() ? loadNameDialog : undefined)

  const begin = () =>
    ceremony.run(async () => {
      const { options, challenge } = await call(startPasskey, {})
      setMade({ challenge, response: await makePasskey(options) })
    })

  if (!supportsPasskeys()) return <Callout tone="info">{faults('unsupported')}</Callout>
  return (
    <div className={styles.alone}>
      {ceremony.note}
      <Button variant="primary" pending={ceremony.pending} onClick={() => void begin()}>
        {t(ceremony.pending ? 'passkeyMaking' : 'passkeyAdd')}
      </Button>
      {made !== undefined && (
        <LazyNameDialog
          title={t('nameTitle')}
          lead={t('nameLead')}
          name={suggestedName(made.response, t('nameDevice'), t('nameKey'))}
          submitLabel={t('nameSave')}
          onSubmit={async (name) => {
            const response = { ...made.response, type: 'public-key' as const }
            const body = { challenge: made.challenge, name, response }
            const { recoveryCodes } = await call(addPasskey, { body })
            setMade(undefined)
            showToast(t('passkeyAdded', { name }))
            if (recoveryCodes !== null) onCodes(recoveryCodes)
            await changed()
          }}
          onClose={() => setMade(undefined)}
        />
      )}
    </div>
  )
}

/** What the passkey is kept by, where the browser says so. */
const suggestedName = (made: RegistrationResponseJSON, device: string, key: string): string =>
  made.authenticatorAttachment === 'cross-platform' ? key : device
