import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  deleteWebhook,
  listWebhookDeliveries,
  listWebhooks,
  replayWebhookDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
  type EndpointCall,
  type Webhook,
} from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { useProblemWords } from '../../lib/use-problem-words.ts'
import { showToast } from '../../ui/toast.tsx'

/** The host of a webhook's address, by which it is called. */
export const hostOf = ({ url }: Pick<Webhook, 'url'>): string => URL.parse(url)?.host ?? url

type Change = { webhook: Webhook; body: EndpointCall<typeof updateWebhook>['body'] }

/** What an owner does to the webhooks of a project; the lists are asked for again behind each. */
export function useWebhooks(project: string) {
  const t = useTranslations('webhooks')
  const client = useQueryClient()
  const problemWords = useProblemWords()
  const onError = (error: unknown) => showToast(problemWords(toUiError(error).code))
  const refresh = () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [id] }) => id === listWebhooks.id || id === listWebhookDeliveries.id,
    })
  const placeOf = ({ id }: Pick<Webhook, 'id'>) => ({ project, webhook: id })
  return {
    refresh,
    change: useMutation({
      mutationFn: ({ webhook, body }: Change) =>
        call(updateWebhook, { params: placeOf(webhook), body }),
      onSuccess: refresh,
    }),
    remove: useMutation({
      mutationFn: (webhook: Webhook) => call(deleteWebhook, { params: placeOf(webhook) }),
      onSuccess: async (_done, webhook) => {
        await refresh()
        showToast(t('removed', { host: hostOf(webhook) }))
      },
    }),
    rotate: useMutation({
      mutationFn: (webhook: Webhook) => call(rotateWebhookSecret, { params: placeOf(webhook) }),
    }),
    test: useMutation({
      mutationFn: (webhook: Webhook) => call(testWebhook, { params: placeOf(webhook) }),
      onSuccess: async (_sent, webhook) => {
        await refresh()
        showToast(t('tested', { host: hostOf(webhook) }))
      },
      onError,
    }),
    replay: useMutation({
      mutationFn: ({ webhook, delivery }: { webhook: Webhook; delivery: string }) =>
        call(replayWebhookDelivery, { params: { ...placeOf(webhook), delivery } }),
      onSuccess: async () => {
        await refresh()
        showToast(t('replayed'))
      },
      onError,
    }),
  }
}
