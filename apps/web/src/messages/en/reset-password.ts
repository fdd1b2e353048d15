/** Asking for the mailed link to a new password. */
export const forgot = {
  title: 'Reset your password',
  lead: 'Tell us who you are, and we mail you a link to set a new password.',
  login: 'Username or e-mail',
  submit: 'Send the link',
  pending: 'Sending…',
  sentTitle: 'Look in your mailbox',
  sent: 'If “{login}” has an account with a verified address, a link is on its way. It works once, for a limited time.',
  again: 'Send it to somebody else',
  remembered: 'Remembered it? <link>Sign in</link>',
} as const

/** Following it. */
export const newPassword = {
  title: 'Set a new password',
  lead: 'For the account <b>{username}</b>. It signs you out on every device.',
  password: 'New password',
  submit: 'Save the password',
  pending: 'Saving…',
  doneTitle: 'Your new password is set',
  done: 'Sign in with it to go on.',
  failedTitle: 'This link does not work',
  failed: 'It was used already, has expired, or the password was changed since it was sent.',
  askAgain: 'Ask for a new link',
} as const
