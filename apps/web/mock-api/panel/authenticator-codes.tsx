import { useEffect, useState } from 'react'
import { fromBase32, TOTP_STEP_SECONDS, totpCode, totpStep } from '@wheelhouse/shared-types/totp'
import { findAccount, type MockDb } from '../db.ts'

/** The current code of every authentication app of the store, and of one that is being set up. */
export function AuthenticatorCodes({ db }: { db: MockDb }) {
  const apps = [
    ...db.factors.map((row) => ({ ...row, secret: row.authenticator?.secret })),
    ...db.steps.filter(({ purpose }) => purpose === 'authenticator-setup'),
  ].flatMap(({ accountId, secret }) =>
    secret === undefined
      ? []
      : [{ secret, username: findAccount(db, accountId ?? '')?.username ?? '' }],
  )
  const now = db.now().getTime()
  const step = totpStep(now)
  const [codes, setCodes] = useState<ReadonlyMap<string, string>>(new Map())
  const secrets = apps.map(({ secret }) => secret).join(' ')
  useEffect(() => {
    let isOver = false
    void Promise.all(
      secrets
        .split(' ')
        .filter(Boolean)
        .map(async (secret) => [secret, await totpCode(fromBase32(secret), step)] as const),
    ).then((made) => {
      if (!isOver) setCodes(new Map(made))
    })
    return () => {
      isOver = true
    }
  }, [secrets, step])
  const left = TOTP_STEP_SECONDS - (Math.floor(now / 1000) % TOTP_STEP_SECONDS)
  return apps.map(({ secret, username }) => (
    <p key={secret}>
      Code of {username}: <output>{codes.get(secret) ?? '…'}</output> ({left} s)
    </p>
  ))
}
