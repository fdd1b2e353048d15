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
  /** Bytes of scripts that came over the line, as the server had encoded them. */
  js: number
}

/** The figures with what is behind them. */
export type Felt = Figures & {
  /** Begin with what each counts for. The elements of layout shifts, with their places before and after. */
  moved: string[]
  /** The interactions that took longest, by what their time went into. */
  slow: string[]
}

declare global {
  interface Window {
    __lab?: Felt
  }
}

/** Milliseconds of an interaction after which it is told what they went into. */
const SLOW = 200
const NOTHING: Figures = { lcp: 0, cls: 0, inp: 0, tbt: 0, js: 0 }

/** Has every document of the context note its figures. */
export async function watchFigures(context: BrowserContext): Promise<void> {
  await context.addInitScript(
    ({ nothing, slow }) => {
      const lab: Felt = { ...nothing, moved: [], slow: [] }
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
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & LayoutShift
        if (hadRecentInput) return
        lab.cls += value
        for (const { node, previousRect, currentRect } of sources) {
          const { nodeName = '?', className = '' } = (node ?? {}) as Partial<Element>
          const places = [previousRect, currentRect].map(
            ({ x, y, width, height }) => `${width}×${height} at ${x},${y}`,
          )
          lab.moved.push(`${value.toFixed(3)} ${nodeName} ${className}: ${places.join(' → ')}`)
        }
      })
      watch(
        'event',
        (entry) => {
          const event = entry as PerformanceEventTiming
          if (event.interactionId === 0) return
          lab.inp = Math.max(lab.inp, event.duration)
          if (event.duration <= slow) return
          const { nodeName = '?', className = '' } = (event.target ?? {}) as Partial<Element>
          const parts = [
            `waited ${event.processingStart - event.startTime}`,
            `handled ${event.processingEnd - event.processingStart}`,
            `shown after ${event.duration - (event.processingEnd - event.startTime)}`,
          ].map((part) => part.replace(/\.\d+/, ''))
          lab.slow.push(
            `${event.duration} ms: ${event.name} at ${nodeName} ${className}: ${parts.join(', ')} ms`,
          )
        },
        { durationThreshold: 16 } as PerformanceObserverInit,
      )
      watch('longtask', ({ duration }) => {
        lab.tbt += duration - 50
      })
      watch('resource', (entry) => {
        const { name, encodedBodySize } = entry as PerformanceResourceTiming
        if (new URL(name).pathname.endsWith('.js')) lab.js += encodedBodySize
      })
    },
    { nothing: NOTHING, slow: SLOW },
  )
}

type LayoutShift = {
  value: number
  hadRecentInput: boolean
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[]
}

/** Gives the figures since they were taken or cleared, once the page has come to rest. */
export async function takeFigures(page: Page): Promise<Felt> {
  // An event is reported with the frame after the one that it led to.
  await page.waitForTimeout(500)
  return clearFigures(page)
}

/** Begins anew. Gives what there was. */
export function clearFigures(page: Page): Promise<Felt> {
  return page.evaluate((nothing) => {
    const taken: Felt = { ...nothing, moved: [], slow: [], ...window.__lab }
    if (window.__lab !== undefined) Object.assign(window.__lab, nothing, { moved: [], slow: [] })
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
