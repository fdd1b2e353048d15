/** Wheel file names (PEP 427, PEP 491). */
import { escapeNameForFilename, normalizeName } from './normalize-name.ts'
import { formatVersion, parseVersion, type Version } from './version.ts'

export interface WheelTag {
  readonly python: string
  readonly abi: string
  readonly platform: string
}

export interface WheelFilename {
  /** First part as spelled; the `.dist-info` folder inside is spelled the same way. */
  readonly namePart: string
  /** Second part as spelled. */
  readonly versionPart: string
  /** PEP 503 form of the name. */
  readonly normalizedName: string
  readonly version: Version
  /** Build number and the text after it, e.g. `['1', 'local']`. */
  readonly build: readonly [number: string, suffix: string] | undefined
  readonly python: readonly string[]
  readonly abi: readonly string[]
  readonly platform: readonly string[]
}

export type WheelFilenameProblem = 'extension' | 'parts' | 'name' | 'version' | 'build' | 'tags'

export type WheelFilenameResult =
  | { readonly ok: true; readonly wheel: WheelFilename }
  | { readonly ok: false; readonly problem: WheelFilenameProblem }

/** Reads `name-version(-build)?-python-abi-platform.whl` or says which part is wrong. */
export function parseWheelFilename(filename: string): WheelFilenameResult {
  const fail = (problem: WheelFilenameProblem): WheelFilenameResult => ({ ok: false, problem })
  if (!filename.endsWith('.whl')) return fail('extension')
  const parts = filename.slice(0, -'.whl'.length).split('-')
  if (parts.length !== 5 && parts.length !== 6) return fail('parts')
  const [namePart = '', versionPart = ''] = parts
  const [python = '', abi = '', platform = ''] = parts.slice(-3)

  if (namePart.includes('__') || !/^[A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?$/.test(namePart)) {
    return fail('name')
  }
  const version = parseVersion(versionPart)
  if (version === undefined || versionPart.trim() !== versionPart) return fail('version')

  let build: WheelFilename['build']
  if (parts.length === 6) {
    const match = /^([0-9]+)([A-Za-z0-9_.]*)$/.exec(parts[2] ?? '')
    if (match === null) return fail('build')
    build = [match[1] ?? '', match[2] ?? '']
  }
  const split = [python, abi, platform].map((set) => set.split('.'))
  const [pythonTags = [], abiTags = [], platformTags = []] = split
  // A digit in front is no interpreter: such a name has lost a part (`foo-1.0-1-none-any.whl`).
  if (
    split.some((set) => set.some((tag) => !/^[A-Za-z0-9_]+$/.test(tag))) ||
    pythonTags.some((tag) => /^[0-9]/.test(tag))
  ) {
    return fail('tags')
  }
  return {
    ok: true,
    wheel: {
      namePart,
      versionPart,
      normalizedName: normalizeName(namePart),
      version,
      build,
      python: pythonTags,
      abi: abiTags,
      platform: platformTags,
    },
  }
}

/** Every combination of the compressed tag sets, in the order in which they are written. */
export function expandWheelTags(wheel: WheelFilename): WheelTag[] {
  return wheel.python.flatMap((python) =>
    wheel.abi.flatMap((abi) => wheel.platform.map((platform) => ({ python, abi, platform }))),
  )
}

/** The first part that a wheel of this project must have (PEP 427 with PEP 503 names). */
export function expectedWheelNamePart(name: string): string {
  return escapeNameForFilename(name)
}

/** `name-version` with normal spelling, as wheel names and `.dist-info` folders begin. */
export function expectedWheelStem(name: string, version: Version): string {
  return `${escapeNameForFilename(name)}-${formatVersion(version).replaceAll('-', '_')}`
}
