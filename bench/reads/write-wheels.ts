import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packWheel } from '../../e2e/contract/targets/wheels.ts'
import type { Data } from './data.ts'
import { filesOf } from './seed-projects.ts'

const written = new WeakMap<Data, Promise<string>>()

/** A folder with the files of all pages as small wheels, and the one of 1 MB; written once. */
export function writeWheels(data: Data): Promise<string> {
  const known = written.get(data)
  if (known !== undefined) return known
  const folder = write(data)
  written.set(data, folder)
  return folder
}

async function write({ folder, pages, bodies, filePath }: Data): Promise<string> {
  const target = join(folder, 'wheels')
  await mkdir(target, { recursive: true })
  for (const page of pages) {
    const stem = page.replace('-', '_')
    for (const { version, filename, build } of filesOf(page)) {
      const info = `${stem}-${version}.dist-info`
      const metadata = `Metadata-Version: 2.1\nName: ${page}\nVersion: ${version}\nRequires-Python: >=3.9\n`
      const wheel = packWheel(stem, version, `${build}-py3-none-any`, [
        [`${stem}/__init__.py`, `# ${filename}\n`],
        [`${info}/METADATA`, metadata],
      ])
      await writeFile(join(target, filename), wheel.bytes)
    }
  }
  const file = bodies.find(({ work }) => work.of === 'file')
  if (file !== undefined) {
    await writeFile(join(target, filePath.split('/').at(-1)!), file.bytes)
  }
  return target
}
