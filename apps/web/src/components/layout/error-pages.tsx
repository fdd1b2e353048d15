import { isRouteErrorResponse, useRouteError } from 'react-router'
import { useTranslations } from 'use-intl'
import { UiError } from '../../api/ui-error.ts'
import { paths } from '../../paths.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { RequestId } from '../../ui/request-id.tsx'
import { Page } from './page.tsx'
import { Frame } from './root-layout.tsx'

/** The same page for what does not exist and for what somebody may not see. */
export function NotFound() {
  const t = useTranslations('common')
  return (
    <Page isMissing title={t('notFound.title')} lead={t('notFound.body')}>
      <p>
        <ButtonLink to={paths.home()}>{t('actions.goHome')}</ButtonLink>
      </p>
    </Page>
  )
}

/** Stands in for a screen whose loader or rendering failed; the header stays. */
export function ScreenError() {
  const t = useTranslations('common')
  const error = useRouteError()
  const missing =
    (isRouteErrorResponse(error) && error.status === 404) ||
    (error instanceof UiError && error.code === 'not_found')
  if (missing) return <NotFound />
  const reload = () => location.reload()
  const refused = error instanceof UiError
  return (
    <Page title={t('crash.title')} lead={t(refused ? 'crash.server' : 'crash.body')}>
      <p>
        <Button variant="primary" onClick={reload}>
          {t('crash.reload')}
        </Button>
      </p>
      {refused && error.requestId !== undefined && (
        <p>
          <RequestId id={error.requestId} />
        </p>
      )}
    </Page>
  )
}

/** As `ScreenError`, for what broke outside of a screen. */
export function RootError() {
  return (
    <Frame>
      <ScreenError />
    </Frame>
  )
}
