import {
  canonicalVersion,
  expectedWheelNamePart,
  parseWheelFilename,
  type WheelFilename,
  type WheelFilenameProblem,
} from '@wheelhouse/shared-types/python'
import { refuseTarInZip } from './archive-type.ts'
import type { Deadline, InspectionBudget } from './budget.ts'
import { checkLicenseFiles } from './check-license-files.ts'
import { checkMetadata } from './check-metadata.ts'
import { parseCoreMetadata } from './core-metadata.ts'
import { identifyDistribution, type InspectedDistribution } from './inspected-distribution.ts'
import type { FileWindow } from './file-window.ts'
import { PackagingError, quoteForMessage, type RefusalReason } from './packaging-error.ts'
import { isAllowedPlatformTag } from './platform-tags.ts'
import type { InspectionPolicy } from './policy.ts'
import { checkWheelContents } from './wheel-contents.ts'
import { walkZip } from './zip-walk.ts'

const FILENAME_PROBLEMS: Readonly<Record<WheelFilenameProblem, readonly [RefusalReason, string]>> =
  {
    extension: ['filename-invalid', 'it must end in .whl'],
    parts: [
      'wheel-filename-parts',
      'wrong number of parts; it must be name-version(-build)-python-abi-platform.whl',
    ],
    name: ['filename-invalid', 'invalid project name'],
    version: ['wheel-filename-version', 'invalid version'],
    build: ['wheel-filename-build', 'invalid build number; it must begin with a digit'],
    tags: ['filename-invalid', 'invalid tags'],
  }

/** @throws PackagingError when the name is not that of a wheel this index takes */
function readWheelFilename(filename: string, policy: InspectionPolicy): WheelFilename {
  const result = parseWheelFilename(filename)
  if (!result.ok) {
    const [reason, text] = FILENAME_PROBLEMS[result.problem]
    throw new PackagingError(
      reason,
      `Invalid wheel filename ${quoteForMessage(filename)}: ${text}.`,
    )
  }
  for (const tag of result.wheel.platform) {
    if (!isAllowedPlatformTag(tag, policy)) {
      throw new PackagingError(
        'wheel-platform-tag',
        `Binary wheel ${quoteForMessage(filename)} has an unsupported platform tag ${quoteForMessage(tag)}.`,
      )
    }
  }
  return result.wheel
}

/**
 * Inspects a wheel: file name, archive, contents, metadata, and that they agree.
 * @throws PackagingError
 */
export async function inspectWheel(
  file: FileWindow,
  filename: string,
  options: {
    readonly policy: InspectionPolicy
    readonly budget: InspectionBudget
    readonly deadline: Deadline
  },
): Promise<InspectedDistribution> {
  const { policy, budget, deadline } = options
  const wheel = readWheelFilename(filename, policy)
  const zipMembers = walkZip(file, { deadline, maxMembers: budget.members })
  refuseTarInZip(file)
  const contents = await checkWheelContents({
    file,
    members: zipMembers,
    wheel,
    checkRecord: policy.checkRecord,
    deadline,
  })
  const metadata = checkMetadata(parseCoreMetadata(contents.metadataBytes), policy)
  const identity = identifyDistribution(metadata)

  const expected = expectedWheelNamePart(identity.name)
  if (wheel.normalizedName !== identity.normalizedName) {
    throw new PackagingError(
      'filename-name-mismatch',
      `Start filename ${quoteForMessage(filename)} with ${quoteForMessage(expected)}: METADATA names the project ${quoteForMessage(identity.name)}.`,
    )
  }
  if (wheel.namePart !== expected) {
    throw new PackagingError(
      'filename-not-normalized',
      `Filename ${quoteForMessage(filename)} should contain the normalized project name ${quoteForMessage(expected)}, not ${quoteForMessage(wheel.namePart)}.`,
    )
  }
  if (identity.canonicalVersion !== canonicalVersion(wheel.version)) {
    throw new PackagingError(
      'filename-version-mismatch',
      `Version in filename should be ${quoteForMessage(identity.version)} not ${quoteForMessage(wheel.versionPart)}.`,
    )
  }
  checkLicenseFiles(metadata.licenseFiles, `${contents.distInfo}/licenses`, contents.members)
  return {
    kind: 'wheel',
    ...identity,
    metadata,
    metadataBytes: contents.metadataBytes,
    pythonTag: wheel.python.join('.'),
    tags: { python: wheel.python, abi: wheel.abi, platform: wheel.platform },
    build: wheel.build === undefined ? undefined : wheel.build.join(''),
    memberCount: zipMembers.length,
    unpackedBytes: zipMembers.reduce((sum, member) => sum + member.size, 0),
  }
}
