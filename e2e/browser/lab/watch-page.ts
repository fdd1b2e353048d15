import type { BrowserContext, Page } from '@playwright/test'

/** What a visitor felt since the last reading. Milliseconds, but for `cls`. */
export type Figures = {
  /** Largest Contentful Paint of the document; 0 where none was loaded. */
  lcp: number
  /** Sum of all layout shifts that no input explains: never less than CLS, which is of a window. */
  cls: number
  /**
   * The slowest interaction, from the input to the task after the next frame was painted. Not by the
   * Event Timing API: without a graphics card, Chromium gives all keys of a word the time of the last
   * one's frame (2 s in a trace where each was drawn after 12 ms).
   */
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
  /** The interactions that took longest. */
  slow: string[]
}

declare global {
  interface Window {
    __lab?: Felt
  }
}

/** Milliseconds after which an interaction is told of. */
const SLOW = 200
const NOTHING: Figures = { lcp: 0, cls: 0, inp: 0, tbt: 0, js: 0 }

/** Has every document of the context note its figures. */
export async function watchFigures(context: BrowserContext): Promise<void> {
  await context.addInitScript(
    ({ nothing, slow }) => {
      const lab: Felt = { ...nothing, moved: [], slow: [] }
      window.__lab = lab
      const watch = (type: string, note: (entry: PerformanceEntry) => void) =>
        new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
          type,
          buffered: true,
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
      const feel = ({ type, timeStamp, target }: Event): void => {
        const { nodeName = '?', className = '' } = (target ?? {}) as Partial<Element>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => {
            const felt = Math.round(performance.now() - timeStamp)
            lab.inp = Math.max(lab.inp, felt)
            if (felt > slow) lab.slow.push(`${felt} ms: ${type} at ${nodeName} ${className}`)
          }
          port2.postMessage(null)
        })
      }
      for (const type of ['pointerdown', 'pointerup', 'click', 'keydown', 'keyup']) {
        addEventListener(type, feel, { capture: true, passive: true })
      }
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
