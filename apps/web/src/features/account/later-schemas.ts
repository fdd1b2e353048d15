import type { schemas } from './schemas.ts'

type Schemas = typeof schemas

const later =
  <Name extends keyof Schemas>(name: Name): (() => Promise<Schemas[Name]>) =>
  async () =>
    (await import('./schemas.ts')).schemas[name]

/** The schemas of the forms that somebody sees first, for `useContractForm`: they come after the form. */
export const laterSchemas = {
  signIn: later('signIn'),
  registration: later('registration'),
  invitation: later('invitation'),
  resetRequest: later('resetRequest'),
  newPassword: later('newPassword'),
  resending: later('resending'),
}
