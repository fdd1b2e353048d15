import type { RouteObject } from 'react-router'
import { RootLayout, Starting } from '../src/components/layout/root-layout.tsx'
import { withWords } from '../src/messages/words.ts'

/** The gallery at `/gallery`, in the app's own frame; in builds with the mock only. */
export const galleryRoutes: RouteObject[] = [
  {
    Component: RootLayout,
    HydrateFallback: Starting,
    children: [
      { path: 'gallery', lazy: withWords(['forms', 'problems'], () => import('./route.tsx')) },
    ],
  },
]
