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

/** One text per field error code of the contract. */
export const fields = {
  required: 'Fill in this field.',
  wrong_type: 'This is not the kind of value that is needed here.',
  too_short: 'Use at least {minimum, plural, one {# character} other {# characters}}.',
  too_long: 'Use at most {maximum, plural, one {# character} other {# characters}}.',
  too_small: 'Use {minimum, number} or more.',
  too_big: 'Use {maximum, number} or less.',
  too_few: 'Choose at least {minimum, plural, one {# entry} other {# entries}}.',
  too_many: 'Choose at most {maximum, plural, one {# entry} other {# entries}}.',
  invalid_format: 'This does not have the right form.',
  not_one_of: 'Choose one of the offered values.',
  unknown_field: 'The server does not know this field. Load the page again.',
  control_character: 'This has a character that cannot be used here, such as a line break.',
  username_shape:
    'Use letters, digits, dots, hyphens and underscores, with a letter or a digit at both ends.',
  username_taken: 'This username is taken. Choose another one.',
  email_shape: 'Write a whole address, such as jane@example.org.',
  name_has_link: 'Leave web addresses out of the name.',
  totp_shape: 'Write the six digits that the app shows.',
  recovery_code_shape: 'Write one whole code: 24 letters and digits, with or without hyphens.',
  password_too_weak: 'This password is too easy to guess. Make it longer or less predictable.',
  password_breached:
    'This password is in a public list of leaked passwords. Choose another one, and change it elsewhere too.',
  project_unknown: 'This is not one of your projects.',
  project_name_shape:
    'Use letters, digits, dots, hyphens and underscores, with a letter or a digit at both ends.',
  token_life_too_long: 'Tokens live {maximum, number} days at the most here.',
  network_shape: 'Write addresses or networks, such as 192.0.2.0/24 or 2001:db8::/32.',
} as const
