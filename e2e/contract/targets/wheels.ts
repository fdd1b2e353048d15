import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { escapeNameForFilename } from '@wheelhouse/shared-types/python'
import type { ReleaseSeed } from './target.ts'

export type Wheel = {
  filename: string
  bytes: Uint8Array<ArrayBuffer>
  /** First part of the tags, the form's `pyversion`. */
  pyversion: string
}

/** A real wheel (PEP 427) with one empty module, for the tags of its name. */
export function buildWheel(
  name: string,
  { version, summary = '', readme }: ReleaseSeed,
  tag: string,
): Wheel {
  const stem = escapeNameForFilename(name)
  const info = `${stem}-${version}.dist-info`
  return packWheel(stem, version, tag, [
    [`${stem}/__init__.py`, `# for ${tag}\n`],
    [`${info}/METADATA`, metadata(name, version, summary, readme)],
  ])
}

type Member = readonly [path: string, content: string | Uint8Array]

/** A wheel of these files, with WHEEL and a right RECORD beside them. */
export function packWheel(
  stem: string,
  version: string,
  tag: string,
  content: readonly Member[],
): Wheel {
  const info = `${stem}-${version}.dist-info`
  const wheel = `Wheel-Version: 1.0\nGenerator: contract\nRoot-Is-Purelib: true\nTag: ${tag}\n`
  const members: Member[] = [...content, [`${info}/WHEEL`, wheel]]
  const record = members.map(([path, data]) => {
    const digest = createHash('sha256').update(data).digest('base64url')
    return `${path},sha256=${digest},${Buffer.byteLength(data)}\n`
  })
  return {
    filename: `${stem}-${version}-${tag}.whl`,
    bytes: zip([...members, [`${info}/RECORD`, `${record.join('')}${info}/RECORD,,\n`]]),
    pyversion: tag.split('-')[0] ?? '',
  }
}

function metadata(name: string, version: string, summary: string, readme?: string): string {
  const head = ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`]
  if (summary !== '') head.push(`Summary: ${summary}`)
  if (readme !== undefined) head.push('Description-Content-Type: text/markdown')
  return `${head.join('\n')}\n${readme === undefined ? '' : `\n${readme}\n`}`
}

/** A ZIP archive with stored entries: local headers, central directory, its end (APPNOTE 4.3). */
function zip(files: readonly Member[]): Uint8Array<ArrayBuffer> {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [path, content] of files) {
    const name = Buffer.from(path)
    const data = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    // 1 January 2020: ZIP knows no earlier year than 1980, and a zero date is none.
    common.writeUInt16LE(((2020 - 1980) << 9) | (1 << 5) | 1, 8)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)

    local.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, data)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, name)
    offset += 30 + name.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...local, directory, end]))
}
