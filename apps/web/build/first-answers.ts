import {
  getAccount,
  getAccountDeletion,
  getProject,
  getProjectDownloads,
  getRelease,
  getSite,
  getTwoFactor,
  LATEST,
  listEmails,
  listOwnProjectInvitations,
  listOwnProjects,
  listPendingPublishers,
  listPeople,
  listPublishers,
  listSessions,
  listTokens,
  searchProjects,
} from '@wheelhouse/shared-types'

/**
 * What screens ask of the API before they show anything, by their addresses in the router's table;
 * a screen has the answers of every line that fits. In braces is what the address has, behind a
 * bar what stands there where the address has nothing.
 */
const ANSWERS: readonly (readonly [screens: RegExp, ...answers: string[]])[] = [
  [/^/, getSite.path],
  [/^\/$/, `${searchProjects.path}?q=&limit=8`],
  [/^\/project\//, getProject.path, getProjectDownloads.path],
  [/^\/project\//, getRelease.path.replace('{version}', `{version|${LATEST}}`)],
  [/^\/account/, getAccount.path, listOwnProjectInvitations.path],
  [/^\/sign-in$/, getAccount.path],
  [/^\/account(?:\/emails)?$/, listEmails.path],
  [/^\/account\/delete$/, getAccountDeletion.path],
  [/^\/account\/two-factor$/, getTwoFactor.path],
  [/^\/account\/sessions$/, listSessions.path],
  [/^\/account\/tokens$/, listTokens.path],
  [/^\/account\/(?:projects|tokens\/.*)$/, listOwnProjects.path],
  [/^\/account\/publishing$/, listPendingPublishers.path],
  [/^\/account\/projects\/:project/, getProject.path],
  [/^\/account\/projects\/:project\/releases/, getRelease.path],
  [/^\/account\/projects\/:project\/people$/, listPeople.path],
  [/^\/account\/projects\/:project\/publishing$/, listPublishers.path],
]

/** The addresses of the answers that a screen begins with. */
export const firstAnswers = (screen: string): string[] =>
  ANSWERS.flatMap(([screens, ...answers]) => (screens.test(screen) ? answers : []))
