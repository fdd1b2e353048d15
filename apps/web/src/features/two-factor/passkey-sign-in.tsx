import { signInByPasskey, startPasskeySignIn, type Account } from '@wheelhouse/shared-types'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import {
  cancelPasskeys,
  offersPasskeys,
  PasskeyError,
  showPasskey,
  supportsPasskeys,
} from './passkeys.ts'
import styles from './two-factor.module.css'
import { useCeremony } from './use-ceremony.tsx'

async function signInWith(autofill: boolean, remember: () => boolean): Promise<Account> {
  const { options, challenge } = await call(startPasskeySignIn, {})
  const response = await showPasskey(options, { autofill })
  const shown = { ...response, type: 'public-key' as const }
  const body = { challenge, response: shown, remember: remember() }
  return call(signInByPasskey, { body })
}

/**
 * Signing in with a passkey alone: by a button, and from the list that browsers open where a name is
 * typed, unless `button` is all there is. `remember` is read when a passkey was chosen.
 */
export function PasskeySignIn(props: {
  remember: () => boolean
  onDone: (account: Account) => Promise<void>
  button?: true
}) {
  const { remember, onDone, button } = props
  const t = useTranslations('signIn')
  const ceremony = useCeremony()
  const { tell } = ceremony

  useEffect(() => {
    if (button) return
    let left = false
    let waits = false
    const wait = async () => {
      if (!(await offersPasskeys()) || left) return
      waits = true
      const account = await signInWith(true, remember)
      if (!left) await onDone(account)
    }
    wait().catch((error: unknown) => {
      // Nobody asked for it, so that nothing was chosen is nothing to be told of.
      if (!left && !(error instanceof PasskeyError)) tell(error)
    })
    return () => {
      left = true
      if (waits) void cancelPasskeys()
    }
  }, [button, onDone, remember, tell])

  if (!supportsPasskeys()) return null

  return (
    <div className={styles.alone}>
      {ceremony.note}
      <Button
        pending={ceremony.pending}
        onClick={() => void ceremony.run(async () => onDone(await signInWith(false, remember)))}
      >
        {t(ceremony.pending ? 'passkeyPending' : 'passkey')}
      </Button>
    </div>
  )
}
