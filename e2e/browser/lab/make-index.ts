import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccount, type Person } from '../support/accounts.ts'
import { wheel, type Distribution } from '../support/distributions.ts'
import { sampleDistributions } from '../support/sample-project.ts'
import { startServer, type RunningIndex } from '../support/start-server.ts'
import { buildWheel } from '../../contract/targets/wheels.ts'

/** An index that is not empty, as a visitor would find it. */
export type LabIndex = {
  readonly server: RunningIndex
  /** Owns all its projects. */
  readonly person: Person
  /** Has a README with all that one may have. */
  readonly project: string
  /** Has a release of `FILES` files. */
  readonly manyFiles: string
}

export const FILES = 1000
const OTHERS = 24
const PYTHONS = ['cp310', 'cp311', 'cp312', 'cp313', 'cp314']
const MACHINES = ['x86_64', 'aarch64', 'armv7l', 'i686', 'ppc64le', 's390x', 'riscv64']

/** Starts the real server and fills it with what the operator's command imports. */
export async function makeIndex(): Promise<LabIndex> {
  const server = await startServer()
  const folder = await mkdtemp(join(tmpdir(), 'wheelhouse-lab-'))
  try {
    const person = await createAccount(server)
    const [project, manyFiles] = ['sample-of-everything', 'sample-of-many-files']
    const others = Array.from({ length: OTHERS }, (_, index) => `sample-number-${index + 1}`)
    const distributions = [
      ...others.map((name) => wheel(name, '1.0', { summary: `One of many: ${name}` })),
      ...wheelsFor(manyFiles),
      ...sampleDistributions(project),
    ]
    for (const { filename, bytes } of distributions) await writeFile(join(folder, filename), bytes)
    await server.wheelhouse(['import', folder, '--owner', person.username])
    return { server, person, project, manyFiles }
  } catch (error) {
    await server.stop()
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A wheel for each of many platforms. */
function wheelsFor(name: string): Distribution[] {
  const release = { version: '1.0', summary: 'For every machine that there is' }
  return Array.from({ length: FILES }, (_, index) => {
    const python = PYTHONS[index % PYTHONS.length]!
    const rest = Math.floor(index / PYTHONS.length)
    const machine = MACHINES[rest % MACHINES.length]!
    const glibc = 5 + Math.floor(rest / MACHINES.length)
    return buildWheel(name, release, `${python}-${python}-manylinux_2_${glibc}_${machine}`)
  })
}
