/** The browsers in which somebody is signed in. */
export const sessions = {
  title: 'Sessions',
  lead: 'The browsers in which you are signed in.',
  list: 'Signed in on',
  device: '{browser} on {system}',
  unknownDevice: 'Unknown browser',
  current: 'This browser',
  seenNow: 'In use now',
  seen: 'Last seen <time></time>',
  since: 'signed in since <day></day>',
  remembered: 'stays signed in',
  signOutHere: 'Sign out here',
  end: 'Sign out',
  endNamed: 'Sign out {device}',
  endOthers: 'Sign out all others',
  endTitle: 'Sign out {device}?',
  endOthersTitle: 'Sign out all other browsers?',
  endBody: 'It happens at once. What is not saved there is lost.',
  ending: 'Signing out…',
  ended:
    '{count, plural, =0 {Nothing else was signed in.} one {One browser is signed out.} other {# browsers are signed out.}}',
  stranger:
    'Is there one that you do not know? Sign it out and <link>change your password</link>, which signs out every other one too.',
} as const
