import { queryOptions } from '@tanstack/react-query'
import { listWebhookDeliveries, listWebhooks } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { call } from '../../api/client.ts'

const SOON_MS = 2000

/** The webhooks of a project, for its owners. */
export const webhooksQuery = (project: string) =>
  queryOptions({
    queryKey: [listWebhooks.id, normalizeName(project)],
    queryFn: async ({ signal }) =>
      (await call(listWebhooks, { params: { project } }, signal)).items,
    retryOnMount: false,
  })

/** A page of a webhook's messages; looked at again while one waits for its first try. */
export const deliveriesQuery = (project: string, webhook: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: [listWebhookDeliveries.id, webhook, cursor],
    queryFn: ({ signal }) => {
      const query = cursor === undefined ? {} : { cursor }
      return call(listWebhookDeliveries, { params: { project, webhook }, query }, signal)
    },
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'waiting' && one.triedAt === null)
        ? SOON_MS
        : false,
    retryOnMount: false,
  })
