import { useQuery } from '@tanstack/react-query'
import { createWebhook, type Project } from '@wheelhouse/shared-types'
import { lazy, Suspense, useState } from 'react'
import { useParams, useSearchParams, type LoaderFunctionArgs } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { warm } from '../../api/warm.ts'
import { ManagedProject, useOwnersText } from '../../features/projects/managed-project.tsx'
import { projectQuery } from '../../features/projects/queries.ts'
import { useForgetful } from '../../features/tokens/token-once.tsx'
import { webhooksQuery } from '../../features/webhooks/queries.ts'
import { useWebhooks } from '../../features/webhooks/use-webhooks.ts'
import { WebhookForm } from '../../features/webhooks/webhook-form.tsx'
import { WebhookList } from '../../features/webhooks/webhook-list.tsx'
import { WebhookSecret } from '../../features/webhooks/webhook-secret.tsx'
import styles from '../../features/webhooks/webhooks.module.css'
import { withWords } from '../../messages/words.ts'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'

// Of one webhook, and only once it is asked for.
const Deliveries = lazy(
  withWords(['problems', 'webhooks'], async () => ({
    default: (await import('../../features/webhooks/deliveries.tsx')).Deliveries,
  })),
)

export const loader = ({ context, params }: LoaderFunctionArgs) =>
  warm(context, (client) =>
    client.query({ ...projectQuery(params.project ?? ''), staleTime: 'static' }),
  )

/** Webhooks of a project: the list, a new one, and what was sent. */
export function Component() {
  const t = useTranslations('webhooks')
  const { project: name = '' } = useParams()
  return (
    <ManagedProject name={name} title={(project) => t('title', { name: project.name })}>
      {(project, role) =>
        role === 'owner' ? <Webhooks project={project} /> : <OnlyOwners project={project} />
      }
    </ManagedProject>
  )
}

function OnlyOwners({ project }: { project: Project }) {
  const t = useTranslations('webhooks')
  const owners = useOwnersText(project)
  return (
    <Callout tone="info" title={t('onlyOwners')}>
      {t('askOwner', { owners })}
    </Callout>
  )
}

/** A secret is state of this component and nowhere else. */
function Webhooks({ project: { name } }: { project: Project }) {
  const t = useTranslations('webhooks')
  const [search] = useSearchParams()
  const { data: webhooks, error, refetch } = useQuery(webhooksQuery(name))
  const { refresh } = useWebhooks(name)
  const [secret, setSecret] = useState<string>()
  // A new form for each webhook that was added.
  const [added, setAdded] = useState(0)
  useForgetful(() => setSecret(undefined))
  if (secret !== undefined) {
    return <WebhookSecret secret={secret} onDone={() => setSecret(undefined)} />
  }
  if (webhooks === undefined) {
    return error === null ? (
      <Skeleton lines={6} />
    ) : (
      <ErrorState error={error} onRetry={() => void refetch()} />
    )
  }
  const chosen = webhooks.find(({ id }) => id === search.get('webhook'))
  return (
    <>
      <p>{t('lead')}</p>
      {webhooks.length === 0 ? (
        <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
      ) : (
        <WebhookList project={name} webhooks={webhooks} onSecret={setSecret} />
      )}
      {chosen !== undefined && (
        <Suspense fallback={<Skeleton lines={6} />}>
          <Deliveries project={name} webhook={chosen} cursor={search.get('cursor') ?? undefined} />
        </Suspense>
      )}
      <section className={styles.part}>
        <h2>{t('add')}</h2>
        <WebhookForm
          key={added}
          onSubmit={async (body) => {
            const made = await call(createWebhook, { params: { project: name }, body })
            await refresh()
            setSecret(made.secret)
            setAdded((count) => count + 1)
            showToast(t('added'))
          }}
        />
      </section>
    </>
  )
}
