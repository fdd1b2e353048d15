import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { accountQuery } from '../../features/session/queries.ts'
import { withWords } from '../../messages/words.ts'

const Notice = lazy(
  withWords(['checkMail', 'emails', 'problems'], async () => ({
    default: (await import('./bounce-notice.tsx')).BounceNotice,
  })),
)

/** Says on every screen that mail does not reach the signed-in person any more. */
export function BounceBanner() {
  const account = useQuery(accountQuery()).data
  if (!account?.emailBounce) return null
  return (
    <Suspense fallback={null}>
      <Notice email={account.email} bounce={account.emailBounce} />
    </Suspense>
  )
}
