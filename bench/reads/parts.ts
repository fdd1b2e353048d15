import type { startWheelhouse } from '../../e2e/clients/start-wheelhouse.ts'
import type { TestDatabaseKind } from '../../e2e/clients/test-databases.ts'
import { measureBusy } from './busy.ts'
import { measureMemory } from './memory.ts'
import { measurePages } from './pages.ts'
import { profileHotRequest } from './profile.ts'
import type { Results } from './report.ts'
import { measureRootIndex } from './root-index.ts'
import { measureUploads } from './uploads.ts'

/** What every part of the bench gets. */
export type Bench = {
  readonly results: Results
  readonly embedded: TestDatabaseKind
  readonly server: TestDatabaseKind
  readonly rounds: number
  readonly seconds: number
  /** Projects of the root index. */
  readonly projects: number
  readonly peers: readonly string[]
  /** Works to measure; all when undefined. */
  readonly works: readonly string[] | undefined
  readonly say: (text: string) => void
  readonly start: typeof startWheelhouse
}

/** The parts by the name that `--only` takes, in the order of the report. */
export const PARTS = {
  pages: measurePages,
  root: measureRootIndex,
  busy: measureBusy,
  memory: measureMemory,
  profile: profileHotRequest,
  uploads: measureUploads,
} as const satisfies Record<string, (bench: Bench) => Promise<void>>

export type Part = keyof typeof PARTS
