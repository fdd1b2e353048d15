/** Asking again who somebody is. */
export const confirmIdentity = {
  title: 'Is it still you?',
  lead: 'This is a sensitive step. Show once more who you are; what you began goes on after it.',
  passkey: 'Use a passkey',
  passkeyPending: 'Follow your browser…',
  password: 'Your password',
  submit: 'Confirm',
  pending: 'Confirming…',
  none: 'Sign out and in again to go on.',
} as const
