import type { Config } from '../../config.ts'
import type { Tx } from '../../infra/db/database.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import { notYou } from '../accounts/account-mails.ts'

/** What a mail about second factors says: a subject, and what happened in a sentence. */
export type FactorNews = { readonly subject: string; readonly what: string }

export const FACTOR_NEWS = {
  authenticatorAdded: {
    subject: 'An authentication app was added to your account',
    what: 'an authentication app was added to your account: signing in takes a code of it, or another second factor.',
  },
  authenticatorRemoved: {
    subject: 'The authentication app was removed from your account',
    what: 'the authentication app was removed from your account.',
  },
  passkeyAdded: (name: string) => ({
    subject: 'A passkey was added to your account',
    what: `a passkey named “${name}” was added to your account.`,
  }),
  passkeyRemoved: (name: string) => ({
    subject: 'A passkey was removed from your account',
    what: `the passkey “${name}” was removed from your account.`,
  }),
  passkeySuspected: (name: string) => ({
    subject: 'A passkey of yours was refused',
    what: `a sign-in with the passkey “${name}” was refused: it counted its uses backwards, as a copy of it would. If you use it nowhere else, remove it from your account.`,
  }),
  cleared: {
    subject: 'All second factors were removed from your account',
    what: 'the people who run this index removed all second factors and recovery codes from your account, as somebody asked who said they were you; every session was ended, and whoever asked has a link to set a new password.',
  },
  codesMade: {
    subject: 'New recovery codes were made',
    what: 'new recovery codes were made for your account; those from before do not work any more.',
  },
  codeUsed: (left: number) => ({
    subject: 'A recovery code was used',
    what: `a recovery code was used to sign in to your account. ${left === 0 ? 'It was the last one: make new ones.' : `${left} ${left === 1 ? 'is' : 'are'} left.`}`,
  }),
} as const

/** Tells the owner at every address that is proven to be theirs. */
export async function mailFactorNews(
  tx: Tx,
  config: Config,
  user: { id: string; username: string },
  { subject, what }: FactorNews,
): Promise<void> {
  const addresses = await tx.emailAddress.findMany({
    where: { userId: user.id, verifiedAt: { not: null } },
    select: { address: true },
  })
  const text = [
    `Hello ${user.username},`,
    what,
    notYou(config),
    `Your second factors: ${config.PUBLIC_URL}/account/two-factor`,
    `Wheelhouse, ${config.PUBLIC_URL}`,
  ].join('\n\n')
  for (const { address } of addresses) {
    await queueMail(tx, { to: address, subject, text: `${text}\n` })
  }
}
