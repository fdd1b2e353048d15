import type { QueryClient } from '@tanstack/react-query'
import { RouterContextProvider, type RouteObject } from 'react-router'
import { queryClientContext } from './api/query-client-context.ts'
import { NotFound, RootError, ScreenError } from './components/layout/error-pages.tsx'
import { RootLayout, Starting } from './components/layout/root-layout.tsx'

/**
 * The table of screens. Each is a module of its own, loaded when somebody goes there, that
 * exports `Component` and, if it needs them, `loader`, `ErrorBoundary` and `handle`.
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
          { index: true, lazy: () => import('./routes/home/route.tsx') },
          { path: 'search', lazy: () => import('./routes/search/route.tsx') },
          {
            path: 'project/:project/:version?',
            lazy: () => import('./routes/project/route.tsx'),
            children: [
              { index: true, lazy: () => import('./routes/project.readme/route.tsx') },
              { path: 'files', lazy: () => import('./routes/project.files/route.tsx') },
              { path: 'releases', lazy: () => import('./routes/project.releases/route.tsx') },
              { path: 'metadata', lazy: () => import('./routes/project.metadata/route.tsx') },
            ],
          },
          { path: 'register', lazy: () => import('./routes/register/route.tsx') },
          { path: 'register/check-mail', lazy: () => import('./routes/check-mail/route.tsx') },
          { path: 'register/invitation', lazy: () => import('./routes/invitation/route.tsx') },
          { path: 'verify-email', lazy: () => import('./routes/verify-email/route.tsx') },
          { path: 'sign-in', lazy: () => import('./routes/sign-in/route.tsx') },
          { path: 'sign-in/confirm', lazy: () => import('./routes/confirm-device/route.tsx') },
          { path: 'not-me', lazy: () => import('./routes/not-me/route.tsx') },
          { path: 'reset-password', lazy: () => import('./routes/reset-password/route.tsx') },
          { path: 'reset-password/new', lazy: () => import('./routes/new-password/route.tsx') },
          {
            path: 'account',
            lazy: () => import('./routes/account/route.tsx'),
            children: [
              { index: true, lazy: () => import('./routes/account.profile/route.tsx') },
              { path: 'password', lazy: () => import('./routes/account.password/route.tsx') },
              { path: 'emails', lazy: () => import('./routes/account.emails/route.tsx') },
              { path: 'delete', lazy: () => import('./routes/account.delete/route.tsx') },
              { path: 'history', lazy: () => import('./routes/account.history/route.tsx') },
              { path: 'two-factor', lazy: () => import('./routes/account.two-factor/route.tsx') },
              { path: 'sessions', lazy: () => import('./routes/account.sessions/route.tsx') },
              { path: 'projects', lazy: () => import('./routes/projects/route.tsx') },
              {
                path: 'projects/:project',
                lazy: () => import('./routes/project.settings/route.tsx'),
              },
              {
                path: 'projects/:project/releases/:version',
                lazy: () => import('./routes/project.settings.release/route.tsx'),
              },
              {
                path: 'projects/:project/people',
                lazy: () => import('./routes/project.settings.people/route.tsx'),
              },
              {
                path: 'invitations/:id',
                lazy: () => import('./routes/project-invitation/route.tsx'),
              },
              {
                path: 'projects/:project/publishing',
                lazy: () => import('./routes/project.settings.publishing/route.tsx'),
              },
              { path: 'publishing', lazy: () => import('./routes/account.publishing/route.tsx') },
              {
                path: 'projects/:project/history',
                lazy: () => import('./routes/manage.history/route.tsx'),
              },
              {
                path: 'projects/:project/settings',
                lazy: () => import('./routes/manage.settings/route.tsx'),
              },
              {
                path: 'projects/:project/webhooks',
                lazy: () => import('./routes/project.webhooks/route.tsx'),
              },
              { path: 'upload', lazy: () => import('./routes/upload/route.tsx') },
              { path: 'tokens', lazy: () => import('./routes/account.tokens/route.tsx') },
              {
                path: 'tokens/where',
                lazy: () => import('./routes/account.tokens.where/route.tsx'),
              },
              { path: 'tokens/new', lazy: () => import('./routes/account.tokens.new/route.tsx') },
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
