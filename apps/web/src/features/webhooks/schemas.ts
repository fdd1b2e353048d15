/** What the form of a webhook is checked by: fetched after it, with zod. */
export { WebhookCreation } from '@wheelhouse/shared-types'
