/** Opening an account by invitation. */
export const invitation = {
  title: 'You are invited',
  lead: 'Choose a username and a password. The account is for <b>{email}</b>, which counts as verified.',
  deadTitle: 'This invitation does not work',
  dead: 'It was used already, has expired, was taken back, was cut short by the mail program, or its address has an account.',
  ask: 'Ask the people who run this index for another one.',
  done: 'Your account is ready. Sign in to go on.',
} as const
