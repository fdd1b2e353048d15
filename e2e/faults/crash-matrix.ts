/**
 * The process is killed at each step of an upload, one after the other, and started again on the
 * same folder and database. `node e2e/faults/crash-matrix.ts` runs every step and prints figures.
 */
import { testDatabases, type TestDatabaseKind } from '../clients/test-databases.ts'
import { makeDistribution, type Distribution } from './distributions.ts'
import { NO_FAULTS, type FaultPlan } from './fault-plan.ts'
import type { Node } from './node.ts'
import { makeSite, type Site } from './site.ts'
import { findVisibleFault, upload } from './upload.ts'

export type CrashPlan = {
  readonly database: TestDatabaseKind
  readonly kind: Distribution['kind']
  readonly scope: Exclude<FaultPlan['scope'], 'none'>
  /**
   * Steps to be killed at, as places in those of an upload (they are found again by name: how often
   * the database is asked varies a little); all of them when left out.
   */
  readonly choose?: (trace: readonly string[]) => number[]
  readonly onCrash?: (crash: Crash) => void
}

/** One kill and what was found after it; each entry of `faults` is something that must not be. */
export type Crash = {
  /** What the process was about to do, as in an upload without a kill. */
  readonly what: string
  readonly killed: boolean
  /** Whether the client had heard that the upload is taken. */
  readonly acknowledged: boolean
  readonly faults: string[]
}

export type CrashResult = {
  readonly trace: readonly string[]
  readonly crashes: readonly Crash[]
  /** Stored files that no row named after all kills. */
  readonly orphans: number
  /** What the index says of itself, after the kills and after the second tries. */
  readonly faults: readonly string[]
}

/** More steps than an upload has: something counts that should not. */
const MOST_STEPS = 5_000

/**
 * Kills at each step, each in the upload of a project of its own, with a restart and a look at what
 * is visible after each; then `fsck` judges what all of them left, and each upload is tried again.
 */
export async function runCrashMatrix(plan: CrashPlan): Promise<CrashResult> {
  const site = await makeSite(await plan.database.create())
  try {
    let node = await site.start({ hook: true })
    // The first upload of a process opens connections: one that counts for nothing comes before.
    await upload(node.origin, site.tokens[0], makeDistribution(plan.kind, 'warm-up'))
    const { trace, steps } = await countSteps(node, site, plan)
    const tries: { crash: Crash; file: Distribution }[] = []
    for (const target of plan.choose?.(trace).map((place) => named(trace, place)) ?? everyStep()) {
      const file = makeDistribution(plan.kind, `crash-${tries.length + 1}`)
      const what = target.killOn?.name ?? trace[target.killAt - 1] ?? ''
      const faults: FaultPlan = { ...NO_FAULTS, scope: plan.scope, ...target }
      const { crash, next } = await crashAt(node, site, faults, file, what)
      node = next
      tries.push({ crash, file })
      // Every step was met once an upload goes through.
      if (!crash.killed && target.killAt >= steps) break
    }
    const left = await site.fsck('--deep')
    for (const { crash, file } of tries) {
      await tryAgain(node, site, file, crash)
      plan.onCrash?.(crash)
    }
    const end = await site.fsck('--deep')
    const findings = [...left.findings, ...end.findings]
    return {
      trace,
      crashes: tries.map(({ crash }) => crash),
      orphans: left.summary.recent,
      faults: findings.map((finding) => `fsck: ${JSON.stringify(finding)}`),
    }
  } finally {
    await site.close()
  }
}

type Target = Pick<FaultPlan, 'killAt' | 'killOn'>

function* everyStep(): Generator<Target, void, undefined> {
  for (let step = 1; step <= MOST_STEPS; step += 1) yield { killAt: step }
}

function named(trace: readonly string[], place: number): Target {
  const name = trace[place] ?? ''
  const occurrence = trace.slice(0, place + 1).filter((other) => other === name).length
  return { killAt: 0, killOn: { name, occurrence } }
}

async function countSteps(node: Node, site: Site, { kind, scope }: CrashPlan) {
  await node.arm({ ...NO_FAULTS, scope })
  const answer = await upload(node.origin, site.tokens[0], makeDistribution(kind, 'counted'))
  const report = await node.report()
  await node.arm(NO_FAULTS)
  if (answer?.status !== 200) throw new Error(`an upload without a kill: ${answer?.reason}`)
  return report
}

async function crashAt(
  node: Node,
  site: Site,
  plan: FaultPlan,
  file: Distribution,
  what: string,
): Promise<{ crash: Crash; next: Node }> {
  await node.arm(plan)
  const answer = await upload(node.origin, site.tokens[0], file)
  const acknowledged = answer?.status === 200
  // Background work takes steps too: it may come to the fatal one after the answer.
  const killed = !(await node.isAlive()) || !(await disarm(node))
  const next = killed ? await site.start({ hook: true }) : node
  const faults: string[] = []
  if (!acknowledged && (answer !== undefined || !killed)) {
    faults.push(`the upload: ${answer?.reason ?? 'no answer'}`)
  }
  const fault = await findVisibleFault(next.origin, file, acknowledged ? 'present' : 'either')
  if (fault !== undefined) faults.push(`after the restart: ${fault}`)
  return { crash: { what, killed, acknowledged, faults }, next }
}

/** Whether the process lived to hear it. */
async function disarm(node: Node): Promise<boolean> {
  try {
    await node.arm(NO_FAULTS)
    return true
  } catch {
    await node.ended
    return false
  }
}

async function tryAgain(node: Node, site: Site, file: Distribution, crash: Crash): Promise<void> {
  const again = await upload(node.origin, site.tokens[0], file)
  if (again?.status !== 200) crash.faults.push(`second try: ${again?.reason ?? 'no answer'}`)
  const fault = await findVisibleFault(node.origin, file, 'present')
  if (fault !== undefined) crash.faults.push(`after the second try: ${fault}`)
}

async function main(): Promise<void> {
  const only = new Set(process.argv.slice(2))
  const asked = (word: string) => only.size === 0 || only.has(word)
  let failures = 0
  for (const database of testDatabases()) {
    const isEmbedded = database.name === 'embedded database'
    if (!asked(isEmbedded ? 'embedded' : 'server')) continue
    for (const kind of ['wheel', 'sdist'] as const) {
      for (const scope of isEmbedded ? (['process', 'workers'] as const) : (['process'] as const)) {
        const started = performance.now()
        const title = `${database.name}, ${kind}, steps of the ${scope}`
        const { crashes, orphans, faults } = await runCrashMatrix({
          database,
          kind,
          scope,
          onCrash: ({ what, faults: found }) => {
            for (const fault of found) process.stdout.write(`  at ${what}: ${fault}\n`)
          },
        })
        for (const fault of faults) process.stdout.write(`  ${fault}\n`)
        const bad = faults.length + crashes.filter((crash) => crash.faults.length > 0).length
        failures += bad
        const kills = crashes.filter(({ killed }) => killed).length
        const known = crashes.filter(({ killed, acknowledged }) => killed && acknowledged).length
        const seconds = Math.round((performance.now() - started) / 1000)
        process.stdout.write(
          `${title}: ${kills} kills (${known} of them after the answer), ${bad} failures, ` +
            `${orphans} stored files without a row, ${seconds} s\n`,
        )
      }
    }
  }
  process.exitCode = failures === 0 ? 0 : 1
}

if (import.meta.main) await main()
