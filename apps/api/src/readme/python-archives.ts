import { randomUUID } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadPyodide, version } from 'pyodide'
import type { PyodideAPI } from 'pyodide'

/** What Python starts from: the path of its library (Pyodide's own if there is none), and packages. */
export type PythonArchives = {
  readonly library: string | undefined
  readonly packages: readonly Uint8Array[]
}

type Compile = (folder: string) => { toJs(): [library: Uint8Array, packages: Uint8Array] }

const VENDOR = new URL('../../vendor/', import.meta.url)
const SITE_PACKAGES = '/lib/python3.14/site-packages'
/** Beside what Node keeps compiled, see `start/keep-compiled.js`. */
const KEPT = join(import.meta.dirname, '../../../../node_modules/.cache/wheelhouse')

/**
 * Pyodide's library and the wheels hold sources only, which Python would compile at every start. What
 * `warmUp` loads is compiled once per installation, by an interpreter that never sees a stranger's
 * text, and kept. Where the folder cannot be written, nothing is kept and nothing fails.
 */
export async function findPythonArchives(
  warmUp: (python: PyodideAPI) => unknown,
): Promise<PythonArchives> {
  const wheels = (await readdir(VENDOR)).filter((name) => name.endsWith('.whl')).toSorted()
  const place = join(KEPT, ['pyodide', version, ...wheels].join('-'))
  try {
    return await readKept(place)
  } catch {
    // Not kept yet.
  }
  const packages = await Promise.all(wheels.map((wheel) => readFile(new URL(wheel, VENDOR))))
  const asPublished = { library: undefined, packages }
  const draft = `${place}.${randomUUID()}`
  try {
    await mkdir(draft, { recursive: true })
    await compileInto(draft, asPublished, warmUp)
    // Others that start now do the same: the first one's stays.
    await rename(draft, place).catch(() => {})
    return await readKept(place)
  } catch {
    return asPublished
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => {})
  }
}

/** Starts a Python without network, files or environment, and unpacks its packages. */
export async function loadPython({ library, packages }: PythonArchives): Promise<PyodideAPI> {
  const python = await loadPyodide({
    ...(library === undefined ? {} : { stdLibURL: library }),
    env: { HOME: '/home/pyodide', PYTHONDONTWRITEBYTECODE: '1' },
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  })
  for (const archive of packages) {
    // Pyodide does not know Node's Buffer.
    python.unpackArchive(new Uint8Array(archive), 'zip', { extractDir: SITE_PACKAGES })
  }
  return python
}

async function readKept(place: string): Promise<PythonArchives> {
  const library = join(place, 'library.zip')
  await access(library)
  return { library, packages: [await readFile(join(place, 'packages.zip'))] }
}

async function compileInto(
  folder: string,
  archives: PythonArchives,
  warmUp: (python: PyodideAPI) => unknown,
): Promise<void> {
  const python = await loadPython(archives)
  warmUp(python)
  python.runPython(await readFile(new URL('compile_library.py', import.meta.url), 'utf8'))
  const compile = python.globals.get('compile_library') as Compile
  const [library, packages] = compile(SITE_PACKAGES).toJs()
  await writeFile(join(folder, 'library.zip'), library)
  await writeFile(join(folder, 'packages.zip'), packages)
}
