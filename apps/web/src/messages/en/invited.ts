/** Said on the account's pages while an invitation to a project waits. */
export const invited = {
  banner:
    '{count, plural, one {You are invited to a project} other {You are invited to # projects}}',
  bannerLink: '{count, plural, one {See the invitation} other {See the invitations}}',
} as const
