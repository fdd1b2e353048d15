/** What to do when somebody else uses an account; mails about security lead here. */
export const notMe = {
  title: 'This was not me',
  lead: 'If something was done in your name that you did not do, go through these steps in this order.',
  lockTitle: 'Lock the others out now',
  lockLead:
    'Signs out every browser but this one, and mails you a link to set a new password, for which you need not know the present one.',
  lock: 'Sign out the others and mail me a link',
  lockedTitle: 'The others are signed out',
  locked: 'A link to set a new password is on its way to you. Then go on with the steps below.',
  passwordTitle: 'Set a new password',
  passwordIn:
    '<link>Change your password</link>. It signs out every other browser and ends every sign-in that waits. Take one that you use nowhere else.',
  passwordOut:
    '<link>Have a link mailed to you</link> and set a new password with it. It signs out every browser and ends every sign-in that waits. Take one that you use nowhere else.',
  signIn: 'For the other steps, <link>sign in</link> with the new password.',
  mailTitle: 'Look after your mailbox',
  mail: 'Whoever reads your mail can set passwords here. Change its password too, and look whether it passes mail on to somebody.',
  sessionsTitle: 'Sign out every other browser',
  sessions: 'Look where you are <link>signed in</link>, and end what you do not know.',
  factorsTitle: 'Look at your second factors and addresses',
  factors:
    'Remove <factors>passkeys and apps</factors> that are not yours, make new recovery codes, and remove <emails>addresses</emails> that you do not know. A passkey cannot be taken by a look-alike site.',
  tokensTitle: 'Revoke API tokens',
  tokens:
    'A new password ends none of them. <link>Revoke</link> each that you did not make or that others could have read.',
  historyTitle: 'Read the history, and look at what was published',
  history:
    'Your <history>security history</history> tells what was done and when. Look at the files of <projects>your projects</projects>; yank or delete what is not from you.',
  operator:
    'Cannot get in any more, or was something published in your name? Write to the people who run this index: they can freeze the account at once.',
} as const
