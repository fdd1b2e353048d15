/** A sign-in from a new browser, which waits for the mailed link. */
export const deviceCheck = {
  waiting: 'This page goes on by itself as soon as you have opened it.',
  limits: 'The link is good for {minutes, number} minutes, once.',
  passkeyLead: 'A passkey needs no mail:',
  back: 'Sign in as somebody else',
  overTitle: 'This took too long',
  over: 'Nobody opened the link in time, so this sign-in is over. Begin again with your password.',
  restart: 'Begin again',
  confirmTitle: 'Confirm your sign-in',
  confirming: 'Confirming…',
  missing:
    'The address of this page lacks the code from the mail. Open the link in the mail again.',
  doneTitle: 'You are signed in',
  done: 'Your account is open in this browser, which needs no mail the next time. The page on which you waited has gone on; you can close this one.',
  goOn: 'Go to your account',
  otherTitle: 'Open this link in the other browser',
  other:
    'It belongs to the browser in which the sign-in waits, and this is another one. Nothing is lost: copy the link from the mail into the address bar of that browser, within its {minutes, number} minutes.',
  otherNotMe:
    'You are not signing in anywhere? Then somebody else has your password. <link>This is what to do now</link>.',
  deadTitle: 'This link does not work',
  dead: 'It was used already, has expired, was cut short by the mail program, or your password was changed since.',
  already: 'You are signed in as {username} in this browser.',
  signIn: 'Sign in again',
} as const
