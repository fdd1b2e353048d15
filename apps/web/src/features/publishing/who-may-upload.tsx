import { useMutation, useQueryClient } from '@tanstack/react-query'
import { setTrustedPublishingOnly } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import styles from './publishing.module.css'
import { forgetPublishers } from './queries.ts'

/** Whether API tokens may upload beside the publishers, and the switch for it. */
export function WhoMayUpload(props: {
  project: string
  only: boolean
  hasPublishers: boolean
  isOwner: boolean
}) {
  const { project, only, hasPublishers, isOwner } = props
  const t = useTranslations('publishing.only')
  const client = useQueryClient()
  const [asked, setAsked] = useState(false)
  const change = useMutation({
    mutationFn: (enabled: boolean) =>
      call(setTrustedPublishingOnly, { params: { project }, body: { enabled } }),
    onSuccess: async ({ enabled }) => {
      await forgetPublishers(client, project)
      showToast(t(enabled ? 'isOn' : 'isOff', { name: project }))
    },
  })
  return (
    <section className={styles.section}>
      <h2>{t('title')}</h2>
      {only && !hasPublishers && (
        <Callout tone="danger" title={t('noneLeft')}>
          {t('noneLeftBody')}
        </Callout>
      )}
      <p>{t(only ? 'on' : 'off')}</p>
      {isOwner && (
        <>
          {!only && hasPublishers && <p className={styles.hint}>{t('hint')}</p>}
          <p>
            <Button
              disabledReason={!only && !hasPublishers ? t('needsOne') : undefined}
              onClick={() => setAsked(true)}
            >
              {t(only ? 'turnOff' : 'turnOn')}
            </Button>
          </p>
          <LazyConfirm
            open={asked}
            title={t(only ? 'offTitle' : 'onTitle', { name: project })}
            actionLabel={t(only ? 'turnOff' : 'turnOn')}
            pendingLabel={t('saving')}
            variant="primary"
            onConfirm={async () => {
              await change.mutateAsync(!only)
            }}
            onClose={() => setAsked(false)}
          >
            <p>{t(only ? 'offBody' : 'onBody')}</p>
          </LazyConfirm>
        </>
      )}
    </section>
  )
}
