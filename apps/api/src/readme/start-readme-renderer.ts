import { parseReadmeType } from './parse-readme-type.ts'
import type { ReadmeJob, RenderedReadme } from './readme.ts'
import { createRenderLane } from './render-lane.ts'
import type { RenderLaneOptions } from './render-lane.ts'

export type ReadmeRenderer = {
  /**
   * Renders in a worker thread. Rejects with `ReadmeQueueFullError` when too many wait and with the
   * signal's reason when `signal` aborts; what is wrong with the text itself is in the result.
   */
  render(job: ReadmeJob, signal?: AbortSignal): Promise<RenderedReadme>
  /** Threads alive now, per lane. */
  threads(): { readonly markdown: number; readonly rst: number }
  /** Ends all threads; renders under way reject. */
  close(): Promise<void>
}

export type ReadmeRendererOptions = {
  readonly markdown?: Partial<RenderLaneOptions>
  readonly rst?: Partial<RenderLaneOptions>
}

const MARKDOWN_LANE: RenderLaneOptions = {
  threads: 1,
  idleThreads: 0,
  idleMs: 60_000,
  maxWaiting: 100,
  startMs: 15_000,
  renderMs: 2_000,
  heapMb: 192,
  pythonMb: 0,
}

/**
 * Python comes up on demand (some seconds, ~200 MB) and goes after a minute without work. The first
 * start of an installation compiles its library, which a busy machine takes its time for.
 */
const RST_LANE: RenderLaneOptions = {
  threads: 1,
  idleThreads: 0,
  idleMs: 60_000,
  maxWaiting: 50,
  startMs: 120_000,
  renderMs: 8_000,
  heapMb: 256,
  pythonMb: 256,
}

/**
 * Starts rendering of descriptions: a lane of its own for reStructuredText, so that Python's start
 * or a slow document never holds up Markdown. One per process.
 */
export function startReadmeRenderer(options: ReadmeRendererOptions = {}): ReadmeRenderer {
  const markdown = createRenderLane({ ...MARKDOWN_LANE, ...options.markdown })
  const rst = createRenderLane({ ...RST_LANE, ...options.rst })

  async function render(job: ReadmeJob, signal?: AbortSignal): Promise<RenderedReadme> {
    const { kind } = parseReadmeType(job.contentType)
    if (kind === 'rst') return await rst.run(job, signal)
    if (kind !== 'absent') return await markdown.run(job, signal)

    const result = await rst.run(job, signal)
    if ('html' in result) return result
    // Nothing was promised about the markup, so the text itself is shown: no type, no failure.
    if (result.code !== 'time-limit' && result.code !== 'memory-limit') return result
    const plain = await markdown.run({ ...job, contentType: 'text/plain' }, signal)
    return 'html' in plain ? { ...plain, warnings: [result.failed] } : plain
  }

  return {
    render,
    threads: () => ({ markdown: markdown.threads(), rst: rst.threads() }),
    close: async () => {
      await Promise.all([markdown.close(), rst.close()])
    },
  }
}
