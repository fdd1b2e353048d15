import { createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { escapeNameForFilename } from '@wheelhouse/shared-types/python'
import { packWheel } from '../contract/targets/wheels.ts'

export type Distribution = {
  readonly kind: 'wheel' | 'sdist'
  readonly name: string
  readonly version: string
  readonly filename: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly sha256: string
}

/** Random bytes in each file: no two are alike, and none comes in one piece. */
const BALLAST = 150_000

const metadataOf = (name: string, version: string) =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nSummary: made to be lost\n` +
  `Description-Content-Type: text/markdown\n\n# ${name}\n`

/** A real wheel (PEP 427) or source distribution (PEP 625) with other content at each call. */
export function makeDistribution(
  kind: Distribution['kind'],
  name: string,
  version = '1.0',
  ballast = BALLAST,
): Distribution {
  const stem = escapeNameForFilename(name)
  const { filename, bytes } = (kind === 'wheel' ? makeWheel : makeSdist)(
    stem,
    version,
    metadataOf(name, version),
    randomBytes(ballast),
  )
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { kind, name, version, filename, bytes, sha256 }
}

type Made = Pick<Distribution, 'filename' | 'bytes'>

function makeWheel(stem: string, version: string, metadata: string, ballast: Buffer): Made {
  return packWheel(stem, version, 'py3-none-any', [
    [`${stem}/ballast.bin`, ballast],
    [`${stem}-${version}.dist-info/METADATA`, metadata],
  ])
}

function makeSdist(stem: string, version: string, metadata: string, ballast: Buffer): Made {
  const top = `${stem}-${version}`
  const blocks = [
    tarMember(`${top}/PKG-INFO`, Buffer.from(metadata)),
    tarMember(`${top}/pyproject.toml`, Buffer.from('[build-system]\nrequires = []\n')),
    tarMember(`${top}/ballast.bin`, ballast),
    Buffer.alloc(1024),
  ]
  return { filename: `${top}.tar.gz`, bytes: new Uint8Array(gzipSync(Buffer.concat(blocks))) }
}

/** A header and the content, padded to blocks of 512 bytes. */
function tarMember(path: string, content: Buffer): Buffer {
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512)
  return Buffer.concat([tarHeader(path, content.length), content, padding])
}

/** A ustar header (POSIX.1-1988) of a file of `size` bytes. */
export function tarHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(512)
  header.write(path, 0)
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        0', 148)
  header.write('ustar\u000000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
