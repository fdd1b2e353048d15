import type { BrowserContext, Page } from '@playwright/test'

/** What a visitor felt since the last reading. Milliseconds, but for `cls`. */
export type Figures = {
  /** Largest Contentful Paint of the document; 0 where none was loaded. */
  lcp: number
  /** Sum of all layout shifts that no input explains: never less than CLS, which is of a window. */
  cls: number
  /** The slowest interaction, from the input to the next frame. */
  inp: number
  /** What tasks took beyond 50 ms each. */
  tbt: number
}

declare global {
  interface Window {
    __lab?: Figures
  }
}

const NOTHING: Figures = { lcp: 0, cls: 0, inp: 0, tbt: 0 }

/** Has every document of the context note its figures. */
export async function watchFigures(context: BrowserContext): Promise<void> {
  await context.addInitScript((nothing) => {
    const lab = { ...nothing }
    window.__lab = lab
    const watch = (
      type: string,
      note: (entry: PerformanceEntry) => void,
      options: PerformanceObserverInit = {},
    ) =>
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
        type,
        buffered: true,
        ...options,
      })
    watch('largest-contentful-paint', ({ startTime }) => {
      lab.lcp = startTime
    })
    watch('layout-shift', (entry) => {
      const { value, hadRecentInput } = entry as PerformanceEntry & LayoutShift
      if (!hadRecentInput) lab.cls += value
    })
    watch(
      'event',
      (entry) => {
        const { interactionId } = entry as PerformanceEntry & { interactionId: number }
        if (interactionId > 0) lab.inp = Math.max(lab.inp, entry.duration)
      },
      { durationThreshold: 16 } as PerformanceObserverInit,
    )
    watch('longtask', ({ duration }) => {
      lab.tbt += duration - 50
    })
  }, NOTHING)
}

type LayoutShift = { value: number; hadRecentInput: boolean }

/** Gives the figures since they were taken or cleared, once the page has come to rest. */
export async function takeFigures(page: Page): Promise<Figures> {
  // An event is reported with the frame after the one that it led to.
  await page.waitForTimeout(500)
  return clearFigures(page)
}

/** Begins anew. Gives what there was. */
export function clearFigures(page: Page): Promise<Figures> {
  return page.evaluate((nothing) => {
    const taken = { ...nothing, ...window.__lab }
    if (window.__lab !== undefined) Object.assign(window.__lab, nothing)
    return taken
  }, NOTHING)
}

/** Makes the page's computer and line those of a middling telephone, as Lighthouse has them. */
export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}
