import {
  canonicalVersion,
  formatVersion,
  normalizeName,
  parseVersion,
} from '@wheelhouse/shared-types/python'
import type { CoreMetadata } from './core-metadata.ts'
import { PackagingError } from './packaging-error.ts'

/** What a file turned out to be. Plain values only: it crosses a worker boundary. */
export interface InspectedDistribution {
  readonly kind: 'wheel' | 'sdist'
  /** As the metadata spells it. */
  readonly name: string
  /** PEP 503 form. */
  readonly normalizedName: string
  /** PEP 440 normal form, zeros at the end kept. */
  readonly version: string
  /** Identity of the release: without zeros at the end. */
  readonly canonicalVersion: string
  readonly metadata: CoreMetadata
  /** Exact bytes of a wheel's METADATA (PEP 658); undefined for source distributions. */
  readonly metadataBytes: Uint8Array | undefined
  /** `source`, or a wheel's Python tags joined by dots: `py2.py3`. */
  readonly pythonTag: string
  /** The three tag sets of a wheel. */
  readonly tags: WheelTagSets | undefined
  /** Build tag of a wheel, e.g. `1` or `2local`. */
  readonly build: string | undefined
  readonly memberCount: number
  readonly unpackedBytes: number
}

export interface WheelTagSets {
  readonly python: readonly string[]
  readonly abi: readonly string[]
  readonly platform: readonly string[]
}

/** Name and version of checked metadata in every form that is needed. */
export interface DistributionIdentity {
  readonly name: string
  readonly normalizedName: string
  readonly version: string
  readonly canonicalVersion: string
}

/** @throws PackagingError when metadata was not checked before */
export function identifyDistribution(metadata: CoreMetadata): DistributionIdentity {
  const version = metadata.version === undefined ? undefined : parseVersion(metadata.version)
  if (metadata.name === undefined || version === undefined) {
    throw new PackagingError('metadata-malformed', 'Invalid metadata: Name or Version is missing.')
  }
  return {
    name: metadata.name,
    normalizedName: normalizeName(metadata.name),
    version: formatVersion(version),
    canonicalVersion: canonicalVersion(version),
  }
}
