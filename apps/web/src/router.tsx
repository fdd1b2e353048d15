import type { QueryClient } from '@tanstack/react-query'
import { RouterContextProvider, type RouteObject } from 'react-router'
import { queryClientContext } from './api/query-client-context.ts'
import { NotFound, RootError, ScreenError } from './components/layout/error-pages.tsx'
import { RootLayout, Starting } from './components/layout/root-layout.tsx'
import { withWords } from './messages/words.ts'

/**
 * The table of screens. Each is a module of its own, loaded with its words when somebody goes
 * there, that exports `Component` and, if it needs them, `loader`, `ErrorBoundary` and `handle`.
 */
export const routes: RouteObject[] = [
  {
    Component: RootLayout,
    ErrorBoundary: RootError,
    HydrateFallback: Starting,
    children: [
      {
        ErrorBoundary: ScreenError,
        children: [
          {
            index: true,
            lazy: withWords(
              ['forms', 'home', 'problems', 'search'],
              () => import('./routes/home/route.tsx'),
            ),
          },
          {
            path: 'search',
            lazy: withWords(['problems', 'search'], () => import('./routes/search/route.tsx')),
          },
          {
            path: 'project/:project/:version?',
            lazy: withWords(
              ['problems', 'project', 'projectStatus'],
              () => import('./routes/project/route.tsx'),
            ),
            children: [
              {
                index: true,
                lazy: withWords(
                  ['problems', 'project'],
                  () => import('./routes/project.readme/route.tsx'),
                ),
              },
              {
                path: 'files',
                lazy: withWords(
                  ['forms', 'problems', 'project', 'provenance'],
                  () => import('./routes/project.files/route.tsx'),
                ),
              },
              {
                path: 'releases',
                lazy: withWords(
                  ['forms', 'problems', 'project'],
                  () => import('./routes/project.releases/route.tsx'),
                ),
              },
              {
                path: 'metadata',
                lazy: withWords(['project'], () => import('./routes/project.metadata/route.tsx')),
              },
            ],
          },
          {
            path: 'register',
            lazy: withWords(
              ['forms', 'password', 'problems', 'register'],
              () => import('./routes/register/route.tsx'),
            ),
          },
          {
            path: 'register/check-mail',
            lazy: withWords(
              ['checkMail', 'forms', 'problems', 'register'],
              () => import('./routes/check-mail/route.tsx'),
            ),
          },
          {
            path: 'register/invitation',
            lazy: withWords(
              ['forms', 'invitation', 'password', 'problems', 'register'],
              () => import('./routes/invitation/route.tsx'),
            ),
          },
          {
            path: 'verify-email',
            lazy: withWords(
              ['checkMail', 'forms', 'problems', 'register', 'verify'],
              () => import('./routes/verify-email/route.tsx'),
            ),
          },
          {
            path: 'sign-in',
            lazy: withWords(
              ['factorFaults', 'forms', 'problems', 'signIn'],
              () => import('./routes/sign-in/route.tsx'),
            ),
          },
          {
            path: 'sign-in/confirm',
            lazy: withWords(
              ['deviceCheck', 'problems'],
              () => import('./routes/confirm-device/route.tsx'),
            ),
          },
          {
            path: 'not-me',
            lazy: withWords(['checkMail', 'notMe'], () => import('./routes/not-me/route.tsx')),
          },
          {
            path: 'reset-password',
            lazy: withWords(
              ['checkMail', 'forgot', 'forms', 'problems'],
              () => import('./routes/reset-password/route.tsx'),
            ),
          },
          {
            path: 'reset-password/new',
            lazy: withWords(
              ['forms', 'newPassword', 'password', 'problems', 'signIn'],
              () => import('./routes/new-password/route.tsx'),
            ),
          },
          {
            path: 'account',
            lazy: withWords(['invited'], () => import('./routes/account/route.tsx')),
            children: [
              {
                index: true,
                lazy: withWords(
                  ['checkMail', 'forms', 'problems', 'profile'],
                  () => import('./routes/account.profile/route.tsx'),
                ),
              },
              {
                path: 'password',
                lazy: withWords(
                  ['changePassword', 'forms', 'password', 'problems'],
                  () => import('./routes/account.password/route.tsx'),
                ),
              },
              {
                path: 'emails',
                lazy: withWords(
                  ['checkMail', 'emails', 'forms', 'problems', 'register'],
                  () => import('./routes/account.emails/route.tsx'),
                ),
              },
              {
                path: 'delete',
                lazy: withWords(
                  ['deletion', 'forms', 'problems'],
                  () => import('./routes/account.delete/route.tsx'),
                ),
              },
              {
                path: 'history',
                lazy: withWords(
                  ['forms', 'history', 'problems', 'sessions'],
                  () => import('./routes/account.history/route.tsx'),
                ),
              },
              {
                path: 'two-factor',
                lazy: withWords(
                  ['checkMail', 'factorFaults', 'forms', 'problems', 'twoFactor'],
                  () => import('./routes/account.two-factor/route.tsx'),
                ),
              },
              {
                path: 'sessions',
                lazy: withWords(
                  ['problems', 'sessions'],
                  () => import('./routes/account.sessions/route.tsx'),
                ),
              },
              {
                path: 'projects',
                lazy: withWords(
                  [
                    'deleting',
                    'forms',
                    'manage',
                    'ownInvitations',
                    'problems',
                    'project',
                    'projectStatus',
                  ],
                  () => import('./routes/projects/route.tsx'),
                ),
              },
              {
                path: 'projects/:project',
                lazy: withWords(
                  ['deleting', 'forms', 'manage', 'problems', 'project', 'projectStatus', 'upload'],
                  () => import('./routes/manage.releases/route.tsx'),
                ),
              },
              {
                path: 'projects/:project/releases/:version',
                lazy: withWords(
                  ['deleting', 'forms', 'manage', 'problems', 'projectStatus'],
                  () => import('./routes/manage.release/route.tsx'),
                ),
              },
              {
                path: 'upload',
                lazy: withWords(
                  ['forms', 'problems', 'upload'],
                  () => import('./routes/upload/route.tsx'),
                ),
              },
              {
                path: 'tokens',
                lazy: withWords(
                  ['forms', 'problems', 'tokens'],
                  () => import('./routes/account.tokens/route.tsx'),
                ),
              },
              {
                path: 'tokens/new',
                lazy: withWords(
                  ['checkMail', 'forms', 'problems', 'tokens'],
                  () => import('./routes/account.tokens.new/route.tsx'),
                ),
              },
              {
                path: 'projects/:project/people',
                lazy: withWords(
                  ['manage', 'people', 'problems', 'projectStatus'],
                  () => import('./routes/manage.people/route.tsx'),
                ),
              },
              {
                path: 'invitations/:id',
                lazy: withWords(
                  ['ownInvitations', 'people', 'problems'],
                  () => import('./routes/project-invitation/route.tsx'),
                ),
              },
              {
                path: 'projects/:project/publishing',
                lazy: withWords(
                  ['checkMail', 'forms', 'manage', 'problems', 'projectStatus', 'publishing'],
                  () => import('./routes/manage.publishing/route.tsx'),
                ),
              },
              {
                path: 'publishing',
                lazy: withWords(
                  ['checkMail', 'forms', 'problems', 'publishing'],
                  () => import('./routes/account.publishing/route.tsx'),
                ),
              },
              {
                path: 'projects/:project/history',
                lazy: withWords(
                  ['forms', 'history', 'manage', 'problems', 'projectStatus', 'sessions'],
                  () => import('./routes/manage.history/route.tsx'),
                ),
              },
              {
                path: 'projects/:project/settings',
                lazy: withWords(
                  ['deleting', 'forms', 'manage', 'problems', 'projectStatus', 'settings'],
                  () => import('./routes/manage.settings/route.tsx'),
                ),
              },
              {
                path: 'projects/:project/webhooks',
                lazy: withWords(
                  ['forms', 'manage', 'problems', 'projectStatus', 'webhooks'],
                  () => import('./routes/manage.webhooks/route.tsx'),
                ),
              },
              {
                path: 'tokens/where',
                lazy: withWords(
                  ['forms', 'problems', 'publishing'],
                  () => import('./routes/account.tokens.where/route.tsx'),
                ),
              },
            ],
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
]

/** What loaders get as `context`. */
export function loaderContext(client: QueryClient): RouterContextProvider {
  const context = new RouterContextProvider()
  context.set(queryClientContext, client)
  return context
}
