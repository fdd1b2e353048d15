import { signInByPasskey, startPasskeySignIn, type Account } from '@wheelhouse/shared-types'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import {
  cancelPasskeys,
  offersPasskeys,
  PasskeyError,
  showPasskey,
  supportsPasskeys,
} from './passkeys.ts'
import styles from './two-factor.module.css'
import { useFaultWords } from './use-fault-words.ts'

async function signInWith(autofill: boolean, remember: boolean): Promise<Account> {
  const { options, challenge } = await call(startPasskeySignIn, {})
  const response = await showPasskey(options, { autofill })
  const shown = { ...response, type: 'public-key' as const }
  return call(signInByPasskey, { body: { challenge, response: shown, remember } })
}

/**
 * Signing in with a passkey alone: by a button, and from the list that browsers open where a name is
 * typed. `remember` is read when a passkey was chosen.
 */
export function PasskeySignIn(props: {
  remember: () => boolean
  onDone: (account: Account) => Promise<void>
}) {
  const { remember, onDone } = props
  const t = useTranslations('twoFactor.alone')
  const words = useFaultWords()
  const [pending, setPending] = useState(false)
  const [fault, setFault] = useState<unknown>()

  useEffect(() => {
    let left = false
    const wait = async () => {
      if (!(await offersPasskeys()) || left) return
      const account = await signInWith(true, false)
      if (!left) await onDone(account)
    }
    wait().catch((error: unknown) => {
      // Nobody asked for it, so that nothing was chosen is nothing to be told of.
      if (!left && !(error instanceof PasskeyError)) setFault(error)
    })
    return () => {
      left = true
      if (supportsPasskeys()) void cancelPasskeys()
    }
  }, [onDone])

  if (!supportsPasskeys()) return null

  async function use(): Promise<void> {
    setPending(true)
    setFault(undefined)
    try {
      await onDone(await signInWith(false, remember()))
    } catch (error) {
      setFault(error)
    }
    setPending(false)
  }

  return (
    <div className={styles.alone}>
      {fault !== undefined && (
        <Callout tone="danger" live>
          {words(fault)}
        </Callout>
      )}
      <Button pending={pending} onClick={() => void use()}>
        {t(pending ? 'pending' : 'use')}
      </Button>
    </div>
  )
}
