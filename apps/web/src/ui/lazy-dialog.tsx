import { lazyWhenOpen } from './lazy-when-open.tsx'

/** `Dialog`, loaded when the screen is idle. */
export const LazyDialog = lazyWhenOpen(async () => ({
  default: (await import('./dialog.tsx')).Dialog,
}))
