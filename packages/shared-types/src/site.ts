import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { PUBLISHER_KINDS } from './published-by.ts'

export const Site = z
  .object({
    name: z.string(),
    version: z.string(),
    registration: z.enum(['open', 'invite', 'closed']),
    passwordPolicy: z.string(),
    /** Whether new passwords are looked up in a list of breached ones (`getPasswordRange`). */
    breachedPasswords: z.boolean(),
    /** What goes after `--index-url`. */
    indexUrl: z.string(),
    /** What goes after `--repository-url` and `--publish-url`. */
    uploadUrl: z.string(),
    /** Bytes that one file may have. */
    maxFileSize: z.number(),
    /** Days that a new API token may live at the most; null: as long as its owner wants. */
    tokenMaxDays: z.nullable(z.number()),
    /** What trusted publishers need to know; null where none are taken. */
    trustedPublishing: z.nullable(
      z.object({
        /** What the tokens of publishers must be made for (`aud`). */
        audience: z.string(),
        /** Kinds of publishers that are taken here. */
        kinds: z.array(z.enum(PUBLISHER_KINDS)),
        /** Issuers beside the built-in ones, for the kinds `gitlab` and `oidc`. */
        issuers: z.array(z.string()),
      }),
    ),
    /** Where the dev mailbox is read; null where mail goes out by SMTP. */
    devMailboxUrl: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'Site' })
export type Site = z.output<typeof Site>

export const getSite = endpoint({
  id: 'getSite',
  method: 'GET',
  path: '/api/v1/site',
  tag: 'Site',
  summary: 'What the app needs to know about this installation',
  response: Site,
})
