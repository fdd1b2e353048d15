import * as endpoints from '@wheelhouse/shared-types'
import { bind, type Binding } from '../../http/bind.ts'
import { addEmail } from './add-email.ts'
import { listEmails } from './list-emails.ts'
import { makeEmailPrimary } from './make-email-primary.ts'
import { removeEmail } from './remove-email.ts'
import { resendEmail } from './resend-email.ts'

export const emailRoutes: readonly Binding[] = [
  bind(endpoints.listEmails, listEmails),
  bind(endpoints.addEmail, addEmail),
  bind(endpoints.resendEmail, resendEmail),
  bind(endpoints.makeEmailPrimary, makeEmailPrimary),
  bind(endpoints.removeEmail, removeEmail),
]
