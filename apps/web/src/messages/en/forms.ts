/** What forms say: hints, refusals of single fields, and the problems of a whole request. */
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

/** One text per problem code of the contract, and two for answers that never came. */
export const problems = {
  network: 'The server could not be reached. Check your connection and try again.',
  unexpected: 'The server gave an answer that this page does not understand. Try again later.',
  malformed_request: 'The server could not read the request. Load the page again.',
  ambiguous_credentials: 'Two kinds of credentials were sent at once. Load the page again.',
  link_invalid: 'This link was used already, has expired, or was cut short.',
  password_wrong: 'This is not your current password.',
  step_invalid: 'This took too long, or was done already. Begin again.',
  code_wrong: 'This code is not right, or it was used already.',
  clock_drift:
    'The code belongs to another time. Set the clock of the device with the app, and try the next code.',
  passkey_refused: 'This passkey was not accepted. Try again, or use another way.',
  confirmation_mismatch: 'The confirmation does not match.',
  upload_refused: 'The file is not taken.',
  not_authenticated: 'You are not signed in any more. Sign in and try again.',
  credentials_wrong: 'The name or the password is not right.',
  token_invalid: 'The API token is not valid.',
  forbidden: 'Your role does not allow this.',
  cross_site: 'The request seemed to come from another site. Load the page again.',
  email_unverified: 'Verify your e-mail address first.',
  reauthentication_required: 'Show first that it is you.',
  password_breached:
    'This password is in a public list of leaked passwords and opens nothing any more. We mailed you a link to set a new one.',
  account_disabled: 'This account is disabled. Write to the people who run this index.',
  other_browser: 'This link belongs to another browser. Open it in the one in which you sign in.',
  registration_closed: 'This index does not take new accounts at the moment.',
  not_found: 'This does not exist any more, or you may not see it.',
  method_not_allowed: 'The server does not allow this.',
  email_listed: 'This address is on your list already.',
  email_primary: 'This is your primary address. Make another one primary first.',
  too_many_emails: 'You have as many addresses as are allowed. Remove one first.',
  sole_owner: 'You are the only owner of a project. Add another owner, or delete it first.',
  username_taken: 'This username is taken. Choose another one.',
  token_name_taken: 'You have a token of this name already. Choose another name.',
  authenticator_exists: 'You have an authentication app already. Remove it first.',
  passkey_listed: 'This passkey or key is on an account already.',
  passkey_name_taken: 'You have a passkey of this name already. Choose another name.',
  too_many_passkeys: 'You have as many passkeys as are allowed. Remove one first.',
  second_factor_missing: 'Set up a passkey or an authentication app first.',
  password_short:
    'Your password is too short to protect the account alone. Set one of at least 12 characters first.',
  project_quarantined:
    'The project is in quarantine. Nothing of it can be changed until that ends.',
  undo_ended: 'This was undone already, or the time for it is over.',
  undo_blocked: 'Something that came after it is in the way.',
  conflict: 'Somebody else changed this meanwhile. Load the page again.',
  body_too_large: 'This is more than the server takes.',
  media_type: 'The server expected another format. Load the page again.',
  validation_failed: 'Some fields need another look.',
  rate_limited: 'There were too many attempts.',
  internal: 'Something went wrong on our side. Try again in a moment.',
  unavailable: 'The service is busy or away. Try again in a moment.',
} as const
