import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspectDistribution } from '../inspect-distribution.ts'
import type { InspectionBudget } from '../budget.ts'
import type { InspectedDistribution } from '../inspected-distribution.ts'
import { PackagingError } from '../packaging-error.ts'
import { DEFAULT_POLICY, type InspectionPolicy } from '../policy.ts'
import { buildTarGz, tarEntry } from './tar-writer.ts'
import { buildZip, type ZipEntrySpec, type ZipSpec } from './zip-writer.ts'

export const WHEEL_NAME = 'demo-1.0-py3-none-any.whl'
export const SDIST_NAME = 'demo-1.0.tar.gz'
export const METADATA =
  'Metadata-Version: 2.4\nName: demo\nVersion: 1.0\nSummary: A demo\n\nHello.\n'
export const WHEEL_FILE =
  'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n'

/** The row that RECORD needs for a file. */
export function recordRow(name: string, data: Uint8Array | string): string {
  const digest = createHash('sha256').update(data).digest('base64url')
  return `${name},sha256=${digest},${Buffer.byteLength(data)}\n`
}

/** Files of a wheel by name, RECORD made from the others unless it is given. */
export function wheelFiles(
  changes: Readonly<Record<string, string | undefined>> = {},
  distInfo = 'demo-1.0.dist-info',
): Record<string, string> {
  const files: Record<string, string | undefined> = {
    'demo/__init__.py': 'x = 1\n',
    [`${distInfo}/METADATA`]: METADATA,
    [`${distInfo}/WHEEL`]: WHEEL_FILE,
    ...changes,
  }
  const present = Object.entries(files).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const record = `${distInfo}/RECORD`
  if (!(record in changes)) {
    present.push([
      record,
      `${present.map(([name, data]) => recordRow(name, data)).join('')}${record},,\n`,
    ])
  }
  return Object.fromEntries(present)
}

export function zipEntries(files: Readonly<Record<string, string>>): ZipEntrySpec[] {
  return Object.entries(files).map(([name, data]) => ({ name, data }))
}

/** A good wheel, with further (bad) entries and a (bad) frame. RECORD does not list the extras. */
export function buildWheel(extra: readonly ZipEntrySpec[] = [], spec: ZipSpec = {}): Buffer {
  return buildZip([...zipEntries(wheelFiles()), ...extra], spec)
}

/** A good source distribution, with further members after it. */
export function buildSdist(extra: readonly Uint8Array[] = [], metadata = METADATA): Buffer {
  return buildTarGz([
    tarEntry({ name: 'demo-1.0/', type: '5' }),
    tarEntry({ name: 'demo-1.0/PKG-INFO', data: metadata }),
    tarEntry({ name: 'demo-1.0/demo.py', data: 'x = 1\n' }),
    ...extra,
  ])
}

export interface TrialOptions {
  readonly policy?: Partial<InspectionPolicy>
  readonly budget?: Partial<InspectionBudget>
}

/** Inspects bytes under a file name, through a real file. */
export async function inspectBytes(
  content: Uint8Array,
  filename: string,
  options: TrialOptions = {},
): Promise<InspectedDistribution> {
  const folder = mkdtempSync(join(tmpdir(), 'inspect-'))
  try {
    const path = join(folder, 'upload')
    writeFileSync(path, content)
    return await inspectDistribution({
      path,
      filename,
      policy: { ...DEFAULT_POLICY, ...options.policy },
      ...(options.budget === undefined ? {} : { budget: options.budget }),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Why bytes are refused; `accepted` if they are not. */
export async function refusalOf(
  content: Uint8Array,
  filename: string,
  options: TrialOptions = {},
): Promise<string> {
  try {
    await inspectBytes(content, filename, options)
    return 'accepted'
  } catch (error) {
    if (!(error instanceof PackagingError)) throw error
    if (!/^[\x20-\x7e]+$/.test(error.message))
      throw new Error(`message is not one plain line: ${error.message}`)
    return error.reason
  }
}
