import type { Config } from '../../config.ts'
import type { Tx } from '../../infra/db/database.ts'
import { queueMail } from '../../infra/mailer/outbox.ts'
import type { ProjectNews } from '../projects/mail-people.ts'

type Named = { readonly name: string; readonly normalizedName: string }

const page = (config: Config, { normalizedName }: Named) =>
  `${config.PUBLIC_URL}/account/projects/${normalizedName}/publishing`

export function publisherAddedNews(
  config: Config,
  project: Named,
  { who, actor }: { who: string; actor: string },
): ProjectNews {
  return {
    subject: `A trusted publisher was added to ${project.name}`,
    what: [
      `${actor} added a trusted publisher to ${project.name}: ${who}. It can upload files from now on, without a password or an API token.`,
      `If you do not know of this, remove it: ${page(config, project)}`,
    ],
  }
}

export function publisherRemovedNews(
  project: Named,
  { who, actor }: { who: string; actor: string },
): ProjectNews {
  return {
    subject: `A trusted publisher was removed from ${project.name}`,
    what: [
      `${actor} removed a trusted publisher from ${project.name}: ${who}. It cannot upload any more.`,
    ],
  }
}

export function publisherConstrainedNews(
  project: Named,
  { who, actor }: { who: string; actor: string },
): ProjectNews {
  return {
    subject: `A trusted publisher of ${project.name} was bound to one environment`,
    what: [`${actor} bound a trusted publisher of ${project.name} to one environment: ${who}.`],
  }
}

export function trustedOnlyNews(
  project: Named,
  { enabled, actor }: { enabled: boolean; actor: string },
): ProjectNews {
  return {
    subject: enabled
      ? `Only trusted publishers can upload to ${project.name} now`
      : `API tokens can upload to ${project.name} again`,
    what: [
      enabled
        ? `${actor} had uploads to ${project.name} by API tokens and from the browser refused. Its trusted publishers alone can upload.`
        : `${actor} let API tokens and people in the browser upload to ${project.name} again, beside its trusted publishers.`,
    ],
  }
}

/** To owners whose publisher could be narrower than it is. */
export function environmentSuggestedNews(
  config: Config,
  project: Named,
  { who, environment }: { who: string; environment: string },
): ProjectNews {
  return {
    subject: `Bind the trusted publisher of ${project.name} to its environment`,
    what: [
      `A trusted publisher of ${project.name} runs in the environment “${environment}”, but may upload from any other too: ${who}.`,
      `Bound to that environment, a change to the workflow elsewhere in the repository cannot publish in your name. One press does it: ${page(config, project)}`,
      'This is said once.',
    ],
  }
}

type Pending = { readonly userId: string; readonly projectName: string }

/** To whoever registered a publisher for a new project, at their proven primary address. */
export async function mailPendingOwner(
  tx: Tx,
  config: Config,
  { userId }: Pending,
  { subject, what }: ProjectNews,
): Promise<void> {
  const email = await tx.emailAddress.findFirst({
    where: { userId, isPrimary: true, verifiedAt: { not: null } },
    select: { address: true, user: { select: { username: true } } },
  })
  if (email === null) return
  const text = [
    `Hello ${email.user.username},`,
    ...what,
    `Your publishers for new projects: ${config.PUBLIC_URL}/account/publishing`,
    `Wheelhouse, ${config.PUBLIC_URL}`,
  ].join('\n\n')
  await queueMail(tx, { to: email.address, subject, text: `${text}\n` })
}

export function pendingAddedNews(name: string, who: string): ProjectNews {
  return {
    subject: `A trusted publisher waits to make ${name}`,
    what: [
      `You let a trusted publisher make the new project ${name}: ${who}. Its first upload makes the project, and you will own it. Until then the name is not reserved.`,
      'If you did not do this, somebody else uses your account: change your password and remove the publisher.',
    ],
  }
}

export function pendingUsedNews(name: string, who: string): ProjectNews {
  return {
    subject: `${name} was made by its trusted publisher`,
    what: [
      `The first file of ${name} came from ${who}. The project exists now, you own it, and the publisher is one of the project.`,
    ],
  }
}

export function pendingVoidNews(name: string, who: string): ProjectNews {
  return {
    subject: `The name ${name} was taken`,
    what: [
      `Somebody else made a project named ${name}. Your trusted publisher for it was removed: ${who}.`,
    ],
  }
}

export function pendingEndsNews(name: string, who: string, days: number): ProjectNews {
  return {
    subject: `Your trusted publisher for ${name} ends soon`,
    what: [
      `The trusted publisher that may make the new project ${name} was not used yet: ${who}. It ends in ${days} days; upload once before, or register it again later.`,
    ],
  }
}

export function pendingEndedNews(name: string, who: string): ProjectNews {
  return {
    subject: `Your trusted publisher for ${name} has ended`,
    what: [
      `The trusted publisher that could make the new project ${name} was never used and has ended: ${who}. You can register it again.`,
    ],
  }
}
