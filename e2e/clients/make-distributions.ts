import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inRepository } from '../provision/repository.ts'
import type { PythonTools } from './python-tools.ts'

export type DistributionSpec = {
  name: string
  version: string
  kind: 'wheel' | 'sdist'
  /** `Requires-Dist` values. */
  requires?: string[]
  requires_python?: string
  /** Random bytes in a wheel, so that no two files are alike. */
  payload?: number
}

export type Distribution = {
  name: string
  version: string
  kind: 'wheel' | 'sdist'
  filename: string
  path: string
  /** Bytes. */
  size: number
  sha256: string
}

/** Makes real wheels and source distributions in `folder`; all of them by one Python process. */
export async function makeDistributions(
  tools: PythonTools,
  folder: string,
  specs: readonly DistributionSpec[],
): Promise<Distribution[]> {
  await mkdir(folder, { recursive: true })
  const list = path.join(folder, 'specifications.json')
  await writeFile(list, JSON.stringify(specs))
  const script = inRepository('e2e/clients/make_distributions.py')
  return JSON.parse(await tools.expectRun('python', [script, folder, list])) as Distribution[]
}
