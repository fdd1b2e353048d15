import { NEW_DEVICE_LINK_MINUTES } from '@wheelhouse/shared-types'
import type { Bounce } from '@wheelhouse/database'
import type { Config } from '../../config.ts'
import type { Mail } from '../../infra/mailer/mailer.ts'

type Recipient = { address: string; username: string }

/** Texts of the mails about accounts. Links come from `PUBLIC_URL`, never from a request. */
export function verificationMail(config: Config, to: Recipient, token: string): Mail {
  return {
    to: to.address,
    subject: 'Verify your e-mail address',
    evenIfBounced: true,
    text: lines(
      `Hello ${to.username},`,
      'open this link to confirm that this address is yours:',
      `${config.PUBLIC_URL}/verify-email?token=${token}`,
      'The link is good for 24 hours. If you did not open an account, do nothing: without the link nothing can be done in your name.',
      signature(config),
    ),
  }
}

/** To somebody whom an operator invites to open an account. */
export function invitationMail(config: Config, address: string, link: string): Mail {
  return {
    to: address,
    subject: 'You are invited to open an account',
    text: lines(
      'Hello,',
      `you are invited to open an account at ${config.PUBLIC_URL}. Choose a username and a password here:`,
      link,
      'The link is good for seven days, once. If you expected nothing of the kind, do nothing.',
      signature(config),
    ),
  }
}

export function accountDeletedMail(config: Config, to: Recipient): Mail {
  return {
    to: to.address,
    subject: 'Your account is deleted',
    text: lines(
      `Hello ${to.username},`,
      `your account “${to.username}” was deleted, as somebody who knew its password asked for. What you published stays; nobody can take your username.`,
      'If that was not you, write to the people who run this index.',
      signature(config),
    ),
  }
}

/** To the owner of an address that somebody tried to add to another account. */
export function addressTakenMail(config: Config, to: Recipient): Mail {
  return {
    to: to.address,
    subject: 'This address is yours already',
    text: lines(
      `Hello ${to.username},`,
      `somebody, perhaps you, tried to add this address to another account. It belongs to the account “${to.username}”, and nothing was changed.`,
      `To use it elsewhere, remove it there first: ${config.PUBLIC_URL}/account/emails`,
      signature(config),
    ),
  }
}

/** To the other addresses of an account. */
export function emailAddedMail(config: Config, to: Recipient, added: string): Mail {
  return {
    to: to.address,
    subject: 'An e-mail address was added to your account',
    text: lines(
      `Hello ${to.username},`,
      `the address ${added} was added to your account. It counts once somebody who reads it follows the link that we sent there.`,
      notYou(config),
      signature(config),
    ),
  }
}

/** To the old and the new primary address. */
export function primaryChangedMail(config: Config, to: Recipient, primary: string): Mail {
  return {
    to: to.address,
    subject: 'Your primary e-mail address was changed',
    text: lines(
      `Hello ${to.username},`,
      `mail about your account goes to ${primary} from now on.`,
      notYou(config),
      signature(config),
    ),
  }
}

/** To the address that is gone and to the primary one. */
export function emailRemovedMail(config: Config, to: Recipient, removed: string): Mail {
  return {
    to: to.address,
    subject: 'An e-mail address was removed from your account',
    text: lines(
      `Hello ${to.username},`,
      `the address ${removed} does not belong to your account any more.`,
      notYou(config),
      signature(config),
    ),
  }
}

/** To the other addresses of an account, when mail told of one that it is not good any more. */
export function emailBouncedMail(
  config: Config,
  to: Recipient,
  { address, bounce }: { address: string; bounce: Bounce },
): Mail {
  return {
    to: to.address,
    subject: 'An e-mail address of your account is not verified any more',
    text: lines(
      `Hello ${to.username},`,
      `the address ${address} is not verified any more, because ${BOUNCED[bounce]}.`,
      `Verify it again, or use another one: ${config.PUBLIC_URL}/account/emails`,
      signature(config),
    ),
  }
}

const BOUNCED: Record<Bounce, string> = {
  hard: 'mail to it came back',
  soft: 'mail to it could not be delivered several times',
  spam: 'a mail to it was reported as spam',
}

/** To the owner of an address that somebody tried to register again. */
export function alreadyRegisteredMail(config: Config, to: Recipient): Mail {
  return {
    to: to.address,
    subject: 'You have an account already',
    text: lines(
      `Hello ${to.username},`,
      `somebody, perhaps you, tried to open an account with this address. It belongs to the account “${to.username}” already, and nothing was changed.`,
      `Sign in: ${config.PUBLIC_URL}/sign-in`,
      `Forgot the password? ${config.PUBLIC_URL}/reset-password`,
      signature(config),
    ),
  }
}

export function passwordResetMail(config: Config, to: Recipient, token: string): Mail {
  return {
    to: to.address,
    subject: 'Set a new password',
    text: lines(
      `Hello ${to.username},`,
      'open this link to set a new password:',
      `${config.PUBLIC_URL}/reset-password/new?token=${token}`,
      'The link is good for one hour, once. If you did not ask for it, do nothing: your password stays as it is.',
      signature(config),
    ),
  }
}

/** After a sign-in with a password that is in a list of breached ones. */
export function passwordBreachedMail(config: Config, to: Recipient, token: string): Mail {
  return {
    to: to.address,
    subject: 'Your password is in a list of leaked ones',
    text: lines(
      `Hello ${to.username},`,
      'somebody, probably you, just tried to sign in with the right password. That password is in a public list of leaked ones, so it opens nothing here any more. Set a new one:',
      `${config.PUBLIC_URL}/reset-password/new?token=${token}`,
      `The link is good for one hour, once; later ask for another one: ${config.PUBLIC_URL}/reset-password`,
      'The leak was elsewhere: change the password wherever else you use it.',
      signature(config),
    ),
  }
}

/** To the owner of an account that somebody signs in to by code, from a browser that is new to it. */
export function newDeviceMail(
  config: Config,
  to: Recipient,
  token: string,
  from: { at: Date; device: string; address: string },
): Mail {
  return {
    to: to.address,
    subject: 'Confirm your sign-in from a new browser',
    text: lines(
      `Hello ${to.username},`,
      'somebody, probably you, signs in to your account with the right password and a right code, from a browser that your account was not used in before:',
      `Time: ${utc(from.at)}\nBrowser: ${from.device}\nNetwork address: ${from.address}`,
      'If that is you, open this link in the same browser:',
      `${config.PUBLIC_URL}/sign-in/confirm?token=${token}`,
      `The link is good for ${NEW_DEVICE_LINK_MINUTES} minutes, once. Give it to nobody, and type it into no other page: nobody who helps you needs it.`,
      `If that was not you, do not open it: somebody else has your password and a code. Do this now: ${notMeLink(config)}`,
      signature(config),
    ),
  }
}

export function passwordChangedMail(config: Config, to: Recipient): Mail {
  return {
    to: to.address,
    subject: 'Your password was changed',
    text: lines(
      `Hello ${to.username},`,
      'the password of your account was just changed, and every other session was ended.',
      `If that was not you, set a new one at once: ${config.PUBLIC_URL}/reset-password`,
      signature(config),
    ),
  }
}

export function sessionsEndedMail(config: Config, to: Recipient, count: number): Mail {
  return {
    to: to.address,
    subject: 'Your other devices were signed out',
    text: lines(
      `Hello ${to.username},`,
      `${count === 1 ? 'one other browser was' : `${count} other browsers were`} just signed out of your account.`,
      notYou(config),
      signature(config),
    ),
  }
}

export function tokenCreatedMail(config: Config, to: Recipient, tokenName: string): Mail {
  return {
    to: to.address,
    subject: 'An API token was made',
    text: lines(
      `Hello ${to.username},`,
      `an API token named “${tokenName}” was made for your account.`,
      `If that was not you, revoke it (${config.PUBLIC_URL}/account/tokens), and secure your account: ${notMeLink(config)}`,
      signature(config),
    ),
  }
}

export function tokenRegeneratedMail(config: Config, to: Recipient, tokenName: string): Mail {
  return {
    to: to.address,
    subject: 'An API token was made anew',
    text: lines(
      `Hello ${to.username},`,
      `the API token named “${tokenName}” has a new value; the old one does not work any more.`,
      `If that was not you, revoke it (${config.PUBLIC_URL}/account/tokens), and secure your account: ${notMeLink(config)}`,
      signature(config),
    ),
  }
}

/** To the owner of a token that was seen in public. */
export function tokenLeakedMail(
  config: Config,
  to: Recipient,
  leak: { tokenName: string; url: string | null },
): Mail {
  return {
    to: to.address,
    subject: 'An API token of yours was found in public, and revoked',
    text: lines(
      `Hello ${to.username},`,
      `the API token named “${leak.tokenName}” was found where everybody can read it, so it was revoked at once.`,
      ...(leak.url === null ? [] : [`It was seen at: ${leak.url}`]),
      `Make a new one, and look at what was published lately: ${config.PUBLIC_URL}/account/tokens`,
      signature(config),
    ),
  }
}

/** What to do about something that the owner did not do. */
export const notYou = (config: Config) =>
  `If that was not you, set a new password at once; this page tells what to do: ${notMeLink(config)}`
/** Where somebody whose account is used by another is told what to do, in order. */
const notMeLink = (config: Config) => `${config.PUBLIC_URL}/not-me`
/** To the minute, in the one zone that everybody can reckon with. */
const utc = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
const lines = (...paragraphs: string[]) => `${paragraphs.join('\n\n')}\n`
const signature = (config: Config) => `Wheelhouse, ${config.PUBLIC_URL}`
