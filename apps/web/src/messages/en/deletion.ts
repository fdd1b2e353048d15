/** Deleting one's own account. */
export const deletion = {
  title: 'Delete your account',
  lead: 'It cannot be taken back.',
  goes: 'Your sessions, API tokens, addresses and roles in projects go at once.',
  stays: 'What you published stays, with your username in its past.',
  forGood: 'Nobody can take your username afterwards, you neither.',
  blockedTitle:
    '{count, plural, one {One project has no other owner} other {# projects have no other owner}}',
  blocked: 'Delete each of them, or make somebody else an owner, then come back.',
  manage: 'Manage {name}',
  ends: 'Deleted projects that only you could bring back are gone for good then: {names}.',
  username: 'Type {username} to confirm',
  password: 'Password',
  submit: 'Delete my account',
  pending: 'Deleting…',
  done: 'Your account is deleted.',
  back: 'Keep the account',
} as const
