import { escapeNameForFilename } from '@wheelhouse/shared-types/python'
import type { ProjectRow, ReleaseRow } from './db.ts'
import { crc32, toBase64Url } from './secrets.ts'

/** An installable wheel for a file of the seed: a module that says its version, and its metadata. */
export async function makeWheelBytes(
  project: ProjectRow,
  release: ReleaseRow,
): Promise<Uint8Array<ArrayBuffer>> {
  const module = escapeNameForFilename(project.name)
  const info = `${module}-${release.version}.dist-info`
  const members: [string, string][] = [
    [`${module}.py`, `__version__ = ${JSON.stringify(release.version)}\n`],
    [`${info}/METADATA`, metadata(project, release)],
    [`${info}/WHEEL`, 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'],
  ]
  const lines = await Promise.all(
    members.map(async ([name, text]) => {
      const bytes = new TextEncoder().encode(text)
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      return `${name},sha256=${toBase64Url(hash)},${bytes.length}\n`
    }),
  )
  const record = `${info}/RECORD`
  return storeInZip([...members, [record, `${lines.join('')}${record},,\n`]])
}

function metadata({ name }: ProjectRow, release: ReleaseRow): string {
  const field = (key: string, value: string | null) =>
    value === null || value === '' ? [] : [`${key}: ${value}\n`]
  return [
    'Metadata-Version: 2.1\n',
    ...field('Name', name),
    ...field('Version', release.version),
    ...field('Summary', release.summary),
    ...field('Requires-Python', release.requiresPython),
    ...release.providesExtra.flatMap((extra) => field('Provides-Extra', extra)),
    ...release.requiresDist.flatMap((requirement) => field('Requires-Dist', requirement)),
  ].join('')
}

/** A zip archive of texts, not compressed (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16). */
function storeInZip(members: readonly [name: string, text: string][]): Uint8Array<ArrayBuffer> {
  const parts: number[] = []
  const directory: number[] = []
  for (const [name, text] of members) {
    const [path, bytes] = [new TextEncoder().encode(name), new TextEncoder().encode(text)]
    // Version 2.0, UTF-8 names, stored, the first day of DOS.
    const common = [...two(20), ...two(0x800), ...two(0), ...two(0), ...two(0x21)]
    common.push(...four(crc32(bytes)), ...four(bytes.length), ...four(bytes.length))
    common.push(...two(path.length), ...two(0))
    directory.push(...four(0x02014b50), ...two(20), ...common, ...two(0), ...two(0), ...two(0))
    directory.push(...four(0), ...four(parts.length), ...path)
    parts.push(...four(0x04034b50), ...common, ...path, ...bytes)
  }
  const count = two(members.length)
  const end = [...four(0x06054b50), ...two(0), ...two(0), ...count, ...count]
  end.push(...four(directory.length), ...four(parts.length), ...two(0))
  return Uint8Array.from([...parts, ...directory, ...end])
}

const two = (value: number): number[] => [value & 255, (value >>> 8) & 255]
const four = (value: number): number[] => [...two(value), ...two(value >>> 16)]
