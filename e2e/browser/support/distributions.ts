import { gzipSync } from 'node:zlib'
import { escapeNameForFilename } from '@wheelhouse/shared-types/python'
import { buildWheel } from '../../contract/targets/wheels.ts'

export type Distribution = { filename: string; bytes: Uint8Array }

/** A wheel for every Python. */
export function wheel(
  name: string,
  version: string,
  release: { summary?: string; readme?: string } = {},
): Distribution {
  return buildWheel(name, { version, ...release }, 'py3-none-any')
}

/** A source distribution (PEP 517, PEP 625) whose README is of any type. */
export function sdist(
  name: string,
  version: string,
  release: { summary: string; readme: string; readmeType: string },
): Distribution {
  const stem = `${escapeNameForFilename(name)}-${version}`
  const metadata = [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    `Summary: ${release.summary}`,
    `Description-Content-Type: ${release.readmeType}`,
    '',
    release.readme,
    '',
  ].join('\n')
  const files = [
    [`${stem}/PKG-INFO`, metadata],
    [`${stem}/pyproject.toml`, '[build-system]\nrequires = ["setuptools"]\n'],
  ] as const
  const blocks = files.flatMap(([path, text]) => tarEntry(path, Buffer.from(text)))
  return {
    filename: `${stem}.tar.gz`,
    bytes: gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])),
  }
}

/** Header and content of a file in a ustar archive (POSIX.1-1988). */
function tarEntry(path: string, data: Buffer): Buffer[] {
  const header = Buffer.alloc(512)
  const octal = (value: number, at: number, digits: number) =>
    header.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1')
  header.write(path, 0)
  octal(0o644, 100, 7)
  octal(0, 108, 7)
  octal(0, 116, 7)
  octal(data.length, 124, 11)
  octal(1_577_836_800, 136, 11)
  header.fill(' ', 148, 156)
  header.write('0', 156)
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return [header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]
}
