import type { ProjectNews } from '../projects/mail-people.ts'
import { hostOf } from './present-webhook.ts'

/** An owner did something to a webhook: the others hear of it, since it tells outside what happens. */
export function webhookNews(
  project: string,
  url: string,
  done: { actor: string; what: 'added' | 'changed' | 'removed' | 'given a new secret' },
): ProjectNews {
  const { actor, what } = done
  return {
    subject: `A webhook of ${project} was ${what}`,
    what: [
      `${actor} did this: the webhook to ${hostOf(url)} was ${what}.`,
      'A webhook tells its address what happens in the project: releases, files, settings, people.',
    ],
  }
}

export function webhookDisabledNews(
  project: string,
  url: string,
  why: 'gone' | 'failing',
): ProjectNews {
  return {
    subject: `A webhook of ${project} is disabled`,
    what: [
      why === 'gone'
        ? `${hostOf(url)} said that it is gone for good (410), so nothing more is sent to it.`
        : `Nothing that was sent to ${hostOf(url)} arrived for five days, so nothing more is sent to it.`,
      'Once its address is right again, enable it on the page of webhooks; the messages that it missed can be sent from there.',
    ],
  }
}
