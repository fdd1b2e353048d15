import { escapeNameForFilename } from '@wheelhouse/shared-types/python'
import type { FileRow } from './db.ts'

/** Numbers that look random and are the same in every run: a hash of a text, `bits` of it. */
export function fakeHex(text: string, characters: number): string {
  let state = 0x811c9dc5
  for (const char of text) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193)
  let hex = ''
  while (hex.length < characters) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9
    hex += (state >>> 0).toString(16).padStart(8, '0')
  }
  return hex.slice(0, characters)
}

/** A file with made-up digests and size. */
function makeFile(filename: string, pythonTag: string, uploadedAt: string): FileRow {
  return {
    filename,
    kind: pythonTag === 'source' ? 'sdist' : 'wheel',
    size: 2_000 + (parseInt(fakeHex(filename, 6), 16) % 900_000),
    pythonTag,
    sha256: fakeHex(`sha256 ${filename}`, 64),
    blake2b256: fakeHex(`blake2b ${filename}`, 64),
    md5: fakeHex(`md5 ${filename}`, 32),
    requiresPython: '>=3.9',
    uploadedAt,
  }
}

/** `tags` as in a wheel's name, for example `py3-none-any`. */
export function makeWheel(name: string, version: string, tags: string, at: string): FileRow {
  const filename = `${escapeNameForFilename(name)}-${version}-${tags}.whl`
  return makeFile(filename, tags.split('-')[0] ?? '', at)
}

export function makeSdist(name: string, version: string, at: string): FileRow {
  return makeFile(`${escapeNameForFilename(name)}-${version}.tar.gz`, 'source', at)
}

/** 39 wheels and the sdist, as a project with compiled parts uploads them. */
export function makeFortyFiles(name: string, version: string, at: string): FileRow[] {
  const pythons = ['cp39', 'cp310', 'cp311', 'cp312', 'cp313', 'cp314']
  const platforms = [
    'macosx_11_0_arm64',
    'macosx_10_13_x86_64',
    'manylinux_2_28_aarch64',
    'manylinux_2_28_x86_64',
    'musllinux_1_2_x86_64',
    'win_amd64',
  ]
  const wheels = pythons.flatMap((python) =>
    platforms.map((platform) => makeWheel(name, version, `${python}-${python}-${platform}`, at)),
  )
  const others = ['cp313-cp313t-win_arm64', 'cp314-cp314t-win_arm64', 'py3-none-any']
  return [
    ...wheels,
    ...others.map((tags) => makeWheel(name, version, tags, at)),
    makeSdist(name, version, at),
  ]
}
