/** The mailed link that proves an address. */
export const verify = {
  title: 'Verify your e-mail address',
  working: 'Verifying your address…',
  doneTitle: 'Your address is verified',
  done: '{email} belongs to {username} from now on.',
  signIn: 'Sign in',
  goOn: 'Go to your account',
  failedTitle: 'This link does not work',
  failed: 'It was used already, has expired, or was cut short by the mail program.',
  already: 'If you followed it before, your address is verified and you can simply sign in.',
  missing:
    'The address of this page lacks the code from the mail. Open the link in the mail again.',
} as const
