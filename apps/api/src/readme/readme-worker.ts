import { parentPort } from 'node:worker_threads'
import { parseReadmeType } from './parse-readme-type.ts'
import type { ReadmeJob, RenderedReadme } from './readme.ts'
import { renderReadme } from './render-readme.ts'

/** What the thread tells the lane before it starts on a text: from now on the text's own time runs. */
export type RenderStarted = { readonly renderStarted: number }

/** `id` is the lane's number for the job, `pythonMb` what Python may take in this thread, in MiB. */
export type WorkerJob = ReadmeJob & { readonly id: number; readonly pythonMb: number }

/** The function that piscina calls. */
export async function renderInWorker(job: WorkerJob): Promise<RenderedReadme> {
  const { kind } = parseReadmeType(job.contentType)
  if (kind === 'rst' || kind === 'absent') {
    const { loadRestructuredText } = await import('./render-restructured-text.ts')
    await loadRestructuredText(job.pythonMb)
  }
  parentPort?.postMessage({ renderStarted: job.id } satisfies RenderStarted)
  return await renderReadme(job, job.pythonMb)
}
