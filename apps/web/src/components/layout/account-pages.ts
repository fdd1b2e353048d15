import type { Messages } from '../../messages/en/catalogue.ts'
import { paths } from '../../paths.ts'

type AccountPage = { key: keyof Messages['common']['accountPages']; to: string }

/** The pages of the signed-in person, in the order of the menus that lead to them. */
export const ACCOUNT_PAGES: readonly AccountPage[] = [
  { key: 'profile', to: paths.account() },
  { key: 'emails', to: paths.emails() },
  { key: 'projects', to: paths.ownProjects() },
  { key: 'tokens', to: paths.tokens() },
  { key: 'publishing', to: paths.pendingPublishers() },
  { key: 'password', to: paths.accountPassword() },
  { key: 'twoFactor', to: paths.twoFactor() },
  { key: 'sessions', to: paths.sessions() },
  { key: 'history', to: paths.history() },
]
