import {
  expectedSdistFilename,
  parseSdistFilename,
  parseVersion,
} from '@wheelhouse/shared-types/python'
import { refuseZipInTar } from './archive-type.ts'
import { MAX_METADATA_BYTES, type Deadline, type InspectionBudget } from './budget.ts'
import { checkLicenseFiles } from './check-license-files.ts'
import { checkMetadata } from './check-metadata.ts'
import { parseCoreMetadata } from './core-metadata.ts'
import type { FileWindow } from './file-window.ts'
import { identifyDistribution, type InspectedDistribution } from './inspected-distribution.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'
import type { InspectionPolicy } from './policy.ts'
import { walkTar } from './tar-walk.ts'

/** @throws PackagingError `filename-invalid` */
function checkSdistFilename(filename: string): void {
  const parsed = parseSdistFilename(filename)
  if (parsed === undefined) {
    throw new PackagingError(
      'filename-invalid',
      `Invalid source distribution filename ${quoteForMessage(filename)}: it must be name-version.tar.gz.`,
    )
  }
  if (parsed.extension !== '.tar.gz') {
    throw new PackagingError(
      'filename-not-normalized',
      `Invalid source distribution filename ${quoteForMessage(filename)}: it should be ${quoteForMessage(expectedSdistFilename(parsed.namePart, parsed.version))} (PEP 625).`,
    )
  }
}

/** The one folder that holds everything. @throws PackagingError `sdist-top-folder` */
function findTopFolder(paths: Iterable<string>): string {
  let top: string | undefined
  for (const path of paths) {
    const slash = path.indexOf('/')
    const first = slash < 0 ? path : path.slice(0, slash)
    if (top !== undefined && first !== top) {
      throw new PackagingError(
        'sdist-top-folder',
        `Invalid distribution file: source distributions have one top-level folder; found ${quoteForMessage(top)} and ${quoteForMessage(first)}.`,
      )
    }
    top = first
  }
  return top ?? ''
}

/**
 * Inspects a source distribution: file name, archive, PKG-INFO, and that they agree (PEP 625).
 * @throws PackagingError
 */
export async function inspectSdist(
  file: FileWindow,
  filename: string,
  options: {
    readonly policy: InspectionPolicy
    readonly budget: InspectionBudget
    readonly deadline: Deadline
  },
): Promise<InspectedDistribution> {
  const { policy, budget, deadline } = options
  checkSdistFilename(filename)
  refuseZipInTar(file)
  const { members, captured, unpackedBytes } = await walkTar(file, {
    deadline,
    maxMembers: budget.members,
    maxBytes: budget.tarBytes,
    capture: (path) => /^[^/]+\/PKG-INFO$/.test(path),
    maxCaptureBytes: MAX_METADATA_BYTES,
  })
  const top = findTopFolder(members.keys())
  const metadataBytes = captured.get(`${top}/PKG-INFO`)
  if (metadataBytes === undefined) {
    throw new PackagingError(
      'sdist-no-pkg-info',
      `Invalid distribution file: PKG-INFO not found at ${quoteForMessage(`${top}/PKG-INFO`)}.`,
    )
  }
  const metadata = checkMetadata(parseCoreMetadata(metadataBytes), policy)
  const identity = identifyDistribution(metadata)
  checkSdistName(filename, identity.name, identity.version)
  checkLicenseFiles(metadata.licenseFiles, top, members)
  return {
    kind: 'sdist',
    ...identity,
    metadata,
    metadataBytes: undefined,
    pythonTag: 'source',
    tags: undefined,
    build: undefined,
    memberCount: members.size,
    unpackedBytes,
  }
}

/** @throws PackagingError `filename-name-mismatch` unless the name is the one PEP 625 demands */
function checkSdistName(filename: string, name: string, versionText: string): void {
  const version = parseVersion(versionText)
  const expected = version === undefined ? '' : expectedSdistFilename(name, version)
  if (filename === expected) return
  throw new PackagingError(
    'filename-name-mismatch',
    `Filename ${quoteForMessage(filename)} is invalid, should be ${quoteForMessage(expected)} (PEP 625).`,
  )
}
