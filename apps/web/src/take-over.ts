import type { DataRouter } from 'react-router'

/**
 * Waits, where the server has drawn the screen into `root`, until the app can show the same: it takes
 * the drawing's place in one step. Gives what is to be done in that step, after all else.
 */
export async function waitToTakeOver(root: HTMLElement, router: DataRouter): Promise<() => void> {
  if (root.firstChild === null) return () => {}
  let top = scrollY
  globalThis.onscroll = () => {
    top = scrollY
  }
  await initialized(router)
  // The app's own title comes with its first screen.
  document.querySelector('head > title')?.remove()
  const { href } = document.activeElement as HTMLAnchorElement
  return () => {
    globalThis.onscroll = null
    // Whoever has begun to read, or to go through the links by keyboard, stays where they are.
    if (top) scrollTo(0, top)
    const link = [...document.links].find((one) => one.href === href)
    link?.focus({ preventScroll: true })
  }
}

const initialized = (router: DataRouter): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (router.state.initialized) resolve()
    }
    router.subscribe(look)
    look()
  })
