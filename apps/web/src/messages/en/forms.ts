/** What forms say around their fields. */
export const forms = {
  optional: 'optional',
  summaryTitle:
    '{count, plural, one {One thing needs another look} other {# things need another look}}',
  summaryItem: '{label}: {message}',
  summaryFailure: 'That did not work',
  counter:
    '{left, plural, =0 {No characters left} one {# character left} other {# characters left}}',
  overCounter: '{over, plural, one {# character too many} other {# characters too many}}',
  checking: 'Checking…',
  showPassword: 'Show password',
  show: 'Show',
  hide: 'Hide',
  capsLock: 'Caps Lock is on.',
  retryIn: 'Wait {seconds, plural, one {# second} other {# seconds}} before you try again.',
  retryNow: 'You can try again now.',
} as const
