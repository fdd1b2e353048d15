/** The rules for files that an operator can relax. */
export interface InspectionPolicy {
  /** Versions with a local part (`1.0+build`). */
  readonly allowLocalVersions: boolean
  /** Wheels for bare `linux_*` platforms. */
  readonly allowLinuxTags: boolean
  /** RECORD must list every member with its right hash. */
  readonly checkRecord: boolean
  /** Metadata-Version values that may be uploaded. */
  readonly metadataVersions: readonly string[]
}

/** What PyPI takes, and RECORD checked on top. */
export const DEFAULT_POLICY: InspectionPolicy = {
  allowLocalVersions: false,
  allowLinuxTags: false,
  checkRecord: true,
  metadataVersions: ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'],
}
