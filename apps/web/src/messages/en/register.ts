/** Opening an account. */
export const register = {
  title: 'Open an account',
  lead: 'You need an account to publish packages. Installing them needs none.',
  name: 'Your name',
  nameHint: 'Shown beside your projects.',
  username: 'Username',
  usernameHint: 'Part of your public address. It cannot be changed later.',
  usernameFree: '{username} is free.',
  email: 'E-mail address',
  emailHint: 'We send a link to it to make sure that it is yours. It is not shown to others.',
  typo: 'Did you mean <use>{address}</use>?',
  password: 'Password',
  submit: 'Create account',
  pending: 'Creating…',
  haveAccount: 'Have an account already? <link>Sign in</link>',
  closedTitle: 'Registration is closed',
  closed: 'This index does not take new accounts at the moment. You can still browse and install.',
  inviteTitle: 'Accounts are by invitation',
  invite:
    'Ask the people who run this index for an invitation. It comes as a link, by mail or from hand to hand.',
} as const
