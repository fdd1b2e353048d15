/** A mailed link is on its way. */
export const checkMail = {
  title: 'Check your mail',
  sent: 'We sent a message to <b>{email}</b>. Open the link in it to finish.',
  unknown: 'Give the address that you registered with, and we send the message again.',
  spam: 'Nothing there? Look in the spam folder, or have it sent again.',
  resend: 'Send it again',
  resending: 'Sending…',
  resendIn: 'Send it again in {seconds, plural, one {# second} other {# seconds}}',
  resent: 'Sent. It may take a minute to arrive.',
  otherAddress: 'Wrong address? <link>Sign in and add the right one</link>',
  devMailbox: 'This server keeps its mail to itself: <link>open the mailbox</link>.',
} as const
