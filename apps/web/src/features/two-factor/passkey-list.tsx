import { removePasskey, renamePasskey, type Passkey } from '@wheelhouse/shared-types'
import { useState, type RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { Day, RelativeTime } from '../../ui/facts.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { LazyNameDialog } from './lazy-name-dialog.tsx'
import { useFactorsChanged } from './queries.ts'

/** The passkeys as cards, to rename and to remove. `last`: without one of them none is left. */
export function PasskeyList(props: {
  passkeys: readonly Passkey[]
  last: boolean
  heading: RefObject<HTMLHeadingElement | null>
}) {
  const { passkeys, last, heading } = props
  const t = useTranslations('twoFactor')
  const changed = useFactorsChanged()
  const [renamed, setRenamed] = useState<Passkey>()
  const [asked, setAsked] = useState<Passkey>()
  return (
    <>
      <CardList label={t('passkeys')}>
        {passkeys.map((passkey) => (
          <Card
            key={passkey.id}
            head={
              <>
                <h3 dir="auto">{passkey.name}</h3>
                {passkey.synced && <Badge>{t('synced')}</Badge>}
              </>
            }
            details={
              <>
                {t.rich('added', { day: () => <Day at={passkey.createdAt} /> })}
                {' · '}
                {passkey.lastUsedAt === null
                  ? t('neverUsed')
                  : t.rich('used', { time: () => <RelativeTime at={passkey.lastUsedAt ?? ''} /> })}
              </>
            }
            actions={
              <>
                <Button
                  size="small"
                  aria-label={t('renameNamed', { name: passkey.name })}
                  onClick={() => setRenamed(passkey)}
                >
                  {t('rename')}
                </Button>
                <Button
                  size="small"
                  aria-label={t('removeNamed', { name: passkey.name })}
                  onClick={() => setAsked(passkey)}
                >
                  {t('remove')}
                </Button>
              </>
            }
          />
        ))}
      </CardList>
      {renamed !== undefined && (
        <LazyNameDialog
          title={t('renameTitle', { name: renamed.name })}
          name={renamed.name}
          submitLabel={t('nameSave')}
          onSubmit={async (name) => {
            await call(renamePasskey, { params: { id: renamed.id }, body: { name } })
            setRenamed(undefined)
            await changed()
          }}
          onClose={() => setRenamed(undefined)}
        />
      )}
      <LazyConfirm
        open={asked !== undefined}
        title={t('removeTitle', { name: asked?.name ?? '' })}
        actionLabel={t('removeAction')}
        pendingLabel={t('removing')}
        onConfirm={async () => {
          if (asked === undefined) return
          await call(removePasskey, { params: { id: asked.id } })
          showToast(t('passkeyRemoved', { name: asked.name }))
          await changed()
          heading.current?.focus()
        }}
        onClose={() => setAsked(undefined)}
      >
        <p>{t('removeBody')}</p>
        {last && <p>{t('lastBody')}</p>}
      </LazyConfirm>
    </>
  )
}
