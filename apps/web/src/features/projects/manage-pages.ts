import type { Messages } from '../../messages/en/catalogue.ts'
import { paths } from '../../paths.ts'

type ManagePage = { key: keyof Messages['manage']['pages']; to: (project: string) => string }

/** The pages by which a project is managed, in the order of their tabs. */
export const MANAGE_PAGES: readonly ManagePage[] = [
  { key: 'releases', to: paths.manageProject },
  { key: 'people', to: paths.managePeople },
  { key: 'publishing', to: (project) => paths.publishing(project) },
  { key: 'webhooks', to: paths.webhooks },
  { key: 'history', to: paths.projectHistory },
  { key: 'settings', to: paths.projectSettings },
]
