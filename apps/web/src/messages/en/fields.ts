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
  owner_shape: 'Write the name of a user or an organization: letters, digits and hyphens.',
  owner_id_shape: 'Write the number of a GitHub account.',
  owner_id_needed:
    'GitHub could not be asked. Write the number of the account, as api.github.com/users/NAME tells it.',
  owner_id_wrong: 'GitHub says that this account has another number.',
  owner_unknown: 'GitHub has no user or organization of this name.',
  repository_shape:
    'Write the name alone, without its owner: letters, digits, dots, hyphens and underscores.',
  workflow_shape: 'Write the name of a file that ends in .yml or .yaml, without its folder.',
  workflow_path_shape: 'Write the path of a file in the repository that ends in .yml or .yaml.',
  environment_shape: 'Leave quotes, commas, semicolons and backslashes out.',
  namespace_shape: 'Write a user or a group with its parents, such as group/subgroup.',
  issuer_shape: 'Write an https address without a query, a fragment or credentials.',
  issuer_built_in: 'This issuer has a kind of its own. Choose that one.',
  issuer_not_allowed: 'The people who run this index have not allowed this issuer.',
  subject_shape: 'Write the unique id of the account.',
  activestate_name_shape: 'Write the name as it stands in the address of its page.',
  actor_id_shape: 'Write the id of the account: 32 digits and letters in five groups.',
  claim_name_shape: 'Write a claim that tells who asks, such as sub or repository.',
  claim_repeated: 'This claim is asked for already.',
  claims_too_wide: 'Ask for the claim sub, or for two claims at least.',
  project_name_taken: 'There is a project of this name already.',
  project_name_refused: 'No new project can have this name here.',
  user_unknown: 'There is no such username, and nobody who shows this address to others.',
  user_unreachable: 'This account cannot be invited: its e-mail address is not verified.',
  not_here: 'This does not go with the chosen state.',
  same_project: 'A project cannot take its own place. Name another one.',
  not_member: 'Nobody of this name has a role in the project. Give them one first.',
  own_account: 'This is yourself. Choose somebody else.',
  recipient_unverified:
    'This person has no verified address, or is shut out at the moment, and so can own nothing.',
  readme_invalid: 'This does not render: {reason}',
  link_shape:
    'Write one link on each line: a label of at most 32 characters, a comma, and an address that begins with https:// or http://.',
  label_twice: 'Use each label once.',
  webhook_url_shape:
    'Write a web address, such as https://example.org/hook, without a password in it.',
  webhook_url_refused: 'This index does not send to this address. Use https and a public host.',
  network_shape: 'Write addresses or networks, such as 192.0.2.0/24 or 2001:db8::/32.',
} as const
