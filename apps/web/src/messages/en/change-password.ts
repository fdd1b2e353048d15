/** Changing the password. */
export const changePassword = {
  title: 'Change your password',
  lead: 'It signs you out on every other device.',
  current: 'Current password',
  password: 'New password',
  submit: 'Change the password',
  pending: 'Changing…',
  done: 'Your password is changed. Every other device is signed out.',
  forgot: 'Forgot the current one? <link>Reset it by mail</link>',
} as const
