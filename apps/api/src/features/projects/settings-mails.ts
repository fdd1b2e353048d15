import type { OwnStatus, TransferEnding } from '@wheelhouse/shared-types'
import type { Actor } from '../events/record-event.ts'
import type { ProjectNews } from './mail-people.ts'

type Named = { readonly name: string }

/** To the owners, when the state of a project was changed by one of them. */
export function statusNews(
  { name }: Named,
  actor: Actor,
  change: { status: OwnStatus; statusReason: string | null; replacement: string | null },
): ProjectNews {
  const { status, statusReason, replacement } = change
  return {
    subject: `${name} is ${status} now`,
    what: [
      `${actor.name} made the project ${name} ${status}. ${STATUS_MEANS[status]}`,
      ...(statusReason === null ? [] : [`Reason given: ${statusReason}`]),
      ...(replacement === null ? [] : [`To be used in its place: ${replacement}`]),
    ],
  }
}

const STATUS_MEANS: Record<OwnStatus, string> = {
  active: 'It takes uploads, and nobody is warned of it.',
  archived: 'It takes no uploads any more; what was published can still be installed.',
  deprecated: 'People are advised against it; it can still be installed, and takes uploads.',
}

/** To the owners, when the operator put a project into quarantine. */
export function quarantineNews({ name }: Named, reason: string): ProjectNews {
  return {
    subject: `${name} is in quarantine`,
    what: [
      `the people who run this index put the project ${name} into quarantine: nothing of it can be installed, uploaded or changed until they release it.`,
      `Reason given: ${reason}`,
      'If you think that this is a mistake, write to them.',
    ],
  }
}

/** To the owners, when a project left quarantine. */
export function releaseNews({ name }: Named, status: string): ProjectNews {
  return {
    subject: `${name} is out of quarantine`,
    what: [
      `the people who run this index released the project ${name} from quarantine. It is ${status}, and everything is there again as it was.`,
    ],
  }
}

/** To everybody in a project, the one who leaves included, when it was handed over. */
export function transferNews(
  { name }: Named,
  actor: Actor,
  change: { from: string; to: string; ending: TransferEnding },
): ProjectNews {
  const { from, to, ending } = change
  return {
    subject: `${name} was handed over to ${to}`,
    what: [
      `${actor.name} handed the project ${name} over: ${to} is an owner now, and ${from} ${ending === 'leave' ? 'has no role in it any more' : 'is a maintainer'}.`,
    ],
  }
}

/** To the owners, when a release got another description, or its own again. */
export function descriptionNews(
  { name }: Named,
  actor: Actor,
  { version, restored }: { version: string; restored: boolean },
): ProjectNews {
  return {
    subject: `The description of ${name} ${version} was changed`,
    what: [
      restored
        ? `${actor.name} took the changes back: the page of ${name} ${version} shows again what its files say.`
        : `${actor.name} changed what the page of ${name} ${version} says: its description and links. The files stay as they are.`,
    ],
  }
}
