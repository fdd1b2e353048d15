import type { World } from './sample-project.ts'

export type Screen = {
  /** Short, unique, fit for a file name. */
  name: string
  path: (world: World) => string
  /** Its one heading of the first level. */
  heading: (world: World) => string
  /** Shown to somebody who is signed in. */
  signedIn?: true
}

/** Every screen that has an address, with each of the states that an address alone can bring. */
export const SCREENS: readonly Screen[] = [
  { name: 'home', heading: () => 'Find, install and publish Python packages', path: () => '/' },
  { name: 'register', heading: () => 'Open an account', path: () => '/register' },
  {
    name: 'invitation-dead',
    heading: () => 'This invitation does not work',
    path: () => '/register/invitation',
  },
  { name: 'check-mail', heading: () => 'Check your mail', path: () => '/register/check-mail' },
  {
    name: 'verify-email-cut-short',
    heading: () => 'Verify your e-mail address',
    path: () => '/verify-email',
  },
  {
    name: 'verify-email-dead',
    heading: () => 'This link does not work',
    path: () => '/verify-email?token=dead',
  },
  { name: 'sign-in', heading: () => 'Sign in', path: () => '/sign-in' },
  {
    name: 'confirm-device-dead',
    heading: () => 'This link does not work',
    path: () => '/sign-in/confirm?token=dead',
  },
  { name: 'not-me', heading: () => 'This was not me', path: () => '/not-me' },
  { name: 'reset-password', heading: () => 'Reset your password', path: () => '/reset-password' },
  {
    name: 'new-password-dead',
    heading: () => 'This link does not work',
    path: () => '/reset-password/new',
  },
  { name: 'not-found', heading: () => 'There is nothing here', path: () => '/no/such/page' },
  { name: 'profile', heading: () => 'Profile', path: () => '/account', signedIn: true },
  {
    name: 'password',
    heading: () => 'Change your password',
    path: () => '/account/password',
    signedIn: true,
  },
  {
    name: 'emails',
    heading: () => 'E-mail addresses',
    path: () => '/account/emails',
    signedIn: true,
  },
  {
    name: 'delete-account',
    heading: () => 'Delete your account',
    path: () => '/account/delete',
    signedIn: true,
  },
  {
    name: 'history',
    heading: () => 'Security history',
    path: () => '/account/history',
    signedIn: true,
  },
  {
    name: 'two-factor',
    heading: () => 'Two-factor sign-in',
    path: () => '/account/two-factor',
    signedIn: true,
  },
  { name: 'sessions', heading: () => 'Sessions', path: () => '/account/sessions', signedIn: true },
  { name: 'search-all', heading: () => 'All projects', path: () => '/search' },
  {
    name: 'search',
    heading: ({ project }) => `Search: ${project.slice(0, 4)}`,
    path: ({ project }) => `/search?q=${project.slice(0, 4)}`,
  },
  {
    name: 'search-empty',
    heading: () => 'Search: nothing-has-this-name',
    path: () => '/search?q=nothing-has-this-name',
  },
  {
    name: 'project',
    heading: ({ project, version }) => `${project} ${version}`,
    path: ({ project }) => `/project/${project}`,
  },
  {
    name: 'project-version',
    heading: ({ project, older }) => `${project} ${older}`,
    path: ({ project, older }) => `/project/${project}/${older}`,
  },
  {
    name: 'project-files',
    heading: ({ project, version }) => `${project} ${version}`,
    path: ({ project }) => `/project/${project}/files`,
  },
  {
    name: 'project-releases',
    heading: ({ project, version }) => `${project} ${version}`,
    path: ({ project }) => `/project/${project}/releases`,
  },
  {
    name: 'project-metadata',
    heading: ({ project, version }) => `${project} ${version}`,
    path: ({ project }) => `/project/${project}/metadata`,
  },
  {
    name: 'project-missing',
    heading: () => 'There is no project nothing-has-this-name',
    path: () => '/project/nothing-has-this-name',
  },
  {
    name: 'project-version-missing',
    heading: ({ project }) => `${project} has no version 99`,
    path: ({ project }) => `/project/${project}/99`,
  },
  {
    name: 'own-projects',
    heading: () => 'Your projects',
    path: () => '/account/projects',
    signedIn: true,
  },
  {
    name: 'manage-project',
    heading: ({ project }) => `Manage ${project}`,
    path: ({ project }) => `/account/projects/${project}`,
    signedIn: true,
  },
  {
    name: 'manage-release',
    heading: ({ project, version }) => `Files of ${project} ${version}`,
    path: ({ project, version }) => `/account/projects/${project}/releases/${version}`,
    signedIn: true,
  },
  {
    name: 'manage-people',
    heading: ({ project }) => `People of ${project}`,
    path: ({ project }) => `/account/projects/${project}/people`,
    signedIn: true,
  },
  {
    name: 'project-invitation-missing',
    heading: () => 'There is no such invitation for you',
    path: () => '/account/invitations/00000000-0000-7000-8000-000000000000',
    signedIn: true,
  },
  {
    name: 'manage-publishing',
    heading: ({ project }) => `Trusted publishing of ${project}`,
    path: ({ project }) => `/account/projects/${project}/publishing`,
    signedIn: true,
  },
  {
    name: 'manage-history',
    heading: ({ project }) => `History of ${project}`,
    path: ({ project }) => `/account/projects/${project}/history`,
    signedIn: true,
  },
  {
    name: 'manage-settings',
    heading: ({ project }) => `Settings of ${project}`,
    path: ({ project }) => `/account/projects/${project}/settings`,
    signedIn: true,
  },
  {
    name: 'webhooks',
    heading: ({ project }) => `Webhooks of ${project}`,
    path: ({ project }) => `/account/projects/${project}/webhooks`,
    signedIn: true,
  },
  {
    name: 'manage-missing',
    heading: () => 'There is no project nothing-has-this-name',
    path: () => '/account/projects/nothing-has-this-name',
    signedIn: true,
  },
  {
    name: 'upload',
    heading: () => 'Upload files',
    path: () => '/account/upload',
    signedIn: true,
  },
  { name: 'tokens', heading: () => 'API tokens', path: () => '/account/tokens', signedIn: true },
  {
    name: 'token-place',
    heading: () => 'Where will the token be used?',
    path: () => '/account/tokens/where?in=github',
    signedIn: true,
  },
  {
    name: 'pending-publishers',
    heading: () => 'Publishers for new projects',
    path: () => '/account/publishing',
    signedIn: true,
  },
  {
    name: 'new-token',
    heading: () => 'New API token',
    path: () => '/account/tokens/new',
    signedIn: true,
  },
]
