/** What goes wrong with a factor, when it is set up as when it is shown. */
export const factorFaults = {
  cancelled: 'It was cancelled or took too long. Try again, or use another way.',
  listed: 'This passkey or key is on your account already.',
  address: 'Passkeys do not work at this address. Check that you are where you want to be: {host}.',
  unsupported: 'This browser has no passkeys. Use an authentication app.',
  aborted: 'It was interrupted. Try again.',
  failed: 'The browser could not do it. Try again, or use another way.',
  clockAhead:
    'The clock of your app is about {minutes, plural, one {# minute} other {# minutes}} ahead. Set it right, or have it set by the network.',
  clockBehind:
    'The clock of your app is about {minutes, plural, one {# minute} other {# minutes}} behind. Set it right, or have it set by the network.',
} as const
