/** Signing in: the password or a passkey, and the headings of what may follow. */
export const signIn = {
  title: 'Sign in',
  login: 'Username or e-mail',
  password: 'Password',
  forgot: 'Forgot your password?',
  remember: 'Stay signed in on this device',
  rememberHint: 'For 30 days. Leave it off on a shared computer.',
  submit: 'Sign in',
  pending: 'Signing in…',
  noAccount: 'New here? <link>Open an account</link>',
  next: 'Sign in to go on to the page that you asked for.',
  passkey: 'Sign in with a passkey',
  passkeyPending: 'Follow your browser…',
  stepTitle: 'One more step',
  stepLead: 'The password is right. Show a second factor to sign in.',
  deviceTitle: 'Look in your mailbox',
  deviceLead:
    'Your account was not used in this browser before. We sent a link to <b>{email}</b>; open it in this browser, and you are signed in.',
} as const
