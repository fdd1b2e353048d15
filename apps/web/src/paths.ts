import type { PublisherKind } from '@wheelhouse/shared-types'

/** Every address of the app. Screens link by these, never by a string of their own. */
export const paths = {
  home: () => '/',
  search: (query = '') => (query === '' ? '/search' : `/search?q=${encodeURIComponent(query)}`),
  project: (project: string) => `/project/${encodeURIComponent(project)}`,
  release: (project: string, version: string) =>
    `/project/${encodeURIComponent(project)}/${encodeURIComponent(version)}`,
  /** A part of a project's page; the newest release without `version`. No version is so named. */
  projectPart: (
    part: 'files' | 'releases' | 'metadata' | undefined,
    project: string,
    version?: string,
  ) =>
    ['/project', ...[project, version, part].flatMap((step) => step ?? [])]
      .map((step, index) => (index === 0 ? step : encodeURIComponent(step)))
      .join('/'),
  register: () => '/register',
  invitation: () => '/register/invitation',
  checkMail: () => '/register/check-mail',
  verifyEmail: () => '/verify-email',
  signIn: (next?: string) =>
    next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`,
  confirmDevice: () => '/sign-in/confirm',
  notMe: () => '/not-me',
  resetPassword: () => '/reset-password',
  newPassword: () => '/reset-password/new',
  account: () => '/account',
  accountPassword: () => '/account/password',
  emails: () => '/account/emails',
  deleteAccount: () => '/account/delete',
  history: () => '/account/history',
  twoFactor: () => '/account/two-factor',
  sessions: () => '/account/sessions',
  tokens: () => '/account/tokens',
  newToken: () => '/account/tokens/new',
  tokenPlace: (place?: string) =>
    place === undefined ? '/account/tokens/where' : `/account/tokens/where?in=${place}`,
  pendingPublishers: (kind?: PublisherKind) =>
    kind === undefined ? '/account/publishing' : `/account/publishing?kind=${kind}`,
  ownProjects: () => '/account/projects',
  upload: () => '/account/upload',
  manageProject: (project: string) => `/account/projects/${encodeURIComponent(project)}`,
  managePeople: (project: string) => `/account/projects/${encodeURIComponent(project)}/people`,
  projectInvitation: (id: string) => `/account/invitations/${encodeURIComponent(id)}`,
  manageRelease: (project: string, version: string) =>
    `/account/projects/${encodeURIComponent(project)}/releases/${encodeURIComponent(version)}`,
  publishing: (project: string, kind?: PublisherKind) =>
    `/account/projects/${encodeURIComponent(project)}/publishing${kind === undefined ? '' : `?kind=${kind}`}`,
  projectHistory: (project: string) => `/account/projects/${encodeURIComponent(project)}/history`,
  /** `section`: the id of a part of the page. */
  projectSettings: (project: string, section = '') =>
    `/account/projects/${encodeURIComponent(project)}/settings${section && `#${section}`}`,
  webhooks: (project: string) => `/account/projects/${encodeURIComponent(project)}/webhooks`,
} as const

/** Where a sign-in leads that was not on the way to somewhere. */
export const AFTER_SIGN_IN = paths.account()

/** `next` if it is an address of this app, else `AFTER_SIGN_IN`: a link must not lead elsewhere. */
export function ownPath(next: string | null): string {
  if (next === null || !next.startsWith('/') || next.startsWith('//')) return AFTER_SIGN_IN
  const base = 'http://own.invalid'
  const url = URL.parse(next, base)
  // Dot segments can leave a path of two slashes, which the browser takes for a host.
  if (url?.origin !== base || url.pathname.startsWith('//')) return AFTER_SIGN_IN
  return `${url.pathname}${url.search}${url.hash}`
}
