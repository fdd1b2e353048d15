import { account } from './account.ts'
import { common } from './common.ts'
import { deleting } from './deleting.ts'
import { deletion } from './deletion.ts'
import { emails } from './emails.ts'
import { fields, forms, problems } from './forms.ts'
import { history } from './history.ts'
import { home } from './home.ts'
import { notMe } from './not-me.ts'
import { password } from './password.ts'
import { people } from './people.ts'
import { manage, project } from './projects.ts'
import { publishing } from './publishing.ts'
import { provenance } from './provenance.ts'
import { search } from './search.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import { tokens } from './tokens.ts'
import { twoFactor } from './two-factor.ts'
import { upload } from './upload.ts'
import { webhooks } from './webhooks.ts'

/** Every sentence of the app, in English: the catalogue that the others are measured by. */
export const english = {
  common,
  forms,
  fields,
  problems,
  password,
  account,
  deletion,
  deleting,
  history,
  emails,
  home,
  search,
  project,
  manage,
  people,
  publishing,
  provenance,
  sessions,
  settings,
  tokens,
  twoFactor,
  notMe,
  upload,
  webhooks,
} as const
