import { useLocation } from 'react-router'
import { useTranslations } from 'use-intl'
import { sessionNotice } from '../../features/session/session-notice.ts'
import { useStore } from '../../lib/store.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'

/** Says that the session ended while somebody was at work; the page below keeps its values. */
export function SessionEnded() {
  const t = useTranslations('common')
  const ended = useStore(sessionNotice)
  const { pathname, search } = useLocation()
  if (!ended) return null
  return (
    <Callout
      tone="warning"
      live
      title={t('sessionEnded.title')}
      actions={
        <>
          <ButtonLink
            size="small"
            to={paths.signIn(pathname + search)}
            onClick={() => sessionNotice.set(false)}
          >
            {t('sessionEnded.signIn')}
          </ButtonLink>
          <Button size="small" variant="quiet" onClick={() => sessionNotice.set(false)}>
            {t('actions.dismiss')}
          </Button>
        </>
      }
    >
      {t('sessionEnded.body')}
    </Callout>
  )
}
