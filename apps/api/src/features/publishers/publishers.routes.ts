import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { addPendingPublisher } from './add-pending-publisher.ts'
import { addPublisher } from './add-publisher.ts'
import { checkGithubPublisher } from './check-github-publisher.ts'
import { constrainPublisher } from './constrain-publisher.ts'
import { listPendingPublishers } from './list-pending-publishers.ts'
import { listPublishers } from './list-publishers.ts'
import { removePendingPublisher } from './remove-pending-publisher.ts'
import { removePublisher } from './remove-publisher.ts'
import { setTrustedPublishingOnly } from './set-trusted-publishing-only.ts'

export const publisherRoutes: readonly Binding[] = [
  bind(endpoints.listPublishers, listPublishers),
  bind(endpoints.addPublisher, addPublisher),
  bind(endpoints.removePublisher, removePublisher),
  bind(endpoints.constrainPublisher, constrainPublisher),
  bind(endpoints.setTrustedPublishingOnly, setTrustedPublishingOnly),
  bind(endpoints.listPendingPublishers, listPendingPublishers),
  bind(endpoints.addPendingPublisher, addPendingPublisher),
  bind(endpoints.removePendingPublisher, removePendingPublisher),
  bind(endpoints.checkGithubPublisher, checkGithubPublisher),
]
