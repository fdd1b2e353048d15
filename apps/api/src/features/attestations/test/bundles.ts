import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Attestation } from '../attestation.ts'
import type { AttestingPublisher } from '../attesting-publisher.ts'
import type { AttestedFile } from '../check-statement.ts'

/** A real attestation from `bundles/` (its README says where they come from). */
export const readBundle = (name: string): Attestation =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, 'bundles', `${name}.attestation`), 'utf8'),
  ) as Attestation

export type RealCase = {
  readonly file: AttestedFile
  readonly publisher: AttestingPublisher
  /** Names in `bundles/`. */
  readonly bundles: readonly string[]
}

const GITHUB_FILE = {
  filename: 'pypi_attestations-0.0.19.tar.gz',
  sha256: '9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3',
}

/** Published with GitHub Actions, as a build and as a publication. */
export const GITHUB = {
  file: GITHUB_FILE,
  publisher: {
    kind: 'github',
    repository: 'trailofbits/pypi-attestations',
    workflow: 'release.yml',
    environment: 'release',
  },
  bundles: [`${GITHUB_FILE.filename}.publish`, `${GITHUB_FILE.filename}.slsa`],
} as const satisfies RealCase

export const GITLAB = {
  file: {
    filename: 'gitlab_oidc_project-0.0.3.tar.gz',
    sha256: 'c1ca9b0d85df1606451098233018534497bf584362e10e4a8c21dfaea92c02a8',
  },
  publisher: {
    kind: 'gitlab',
    repository: 'facutuesca/gitlab-oidc-project',
    workflowFilepath: '.gitlab-ci.yml',
  },
  bundles: ['gitlab_oidc_project-0.0.3.tar.gz.publish'],
} as const satisfies RealCase

export const GOOGLE = {
  file: {
    filename: 'gcb_attestation_test-0.0.0.tar.gz',
    sha256: '461317362419124b6012e855423a9078d6de8aed3e74fa78cc74d669b23dc6cf',
  },
  publisher: { kind: 'google', email: '919436158236-compute@developer.gserviceaccount.com' },
  bundles: ['gcb_attestation_test-0.0.0.tar.gz.publish'],
} as const satisfies RealCase

/** Of Sigstore's staging instance, which the public one does not vouch for. */
export const STAGING = {
  file: {
    filename: 'spt3g-1.0-cp310-cp310-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    sha256: 'd2772f9a5199f05ed1be8d9aa78b879e51772e3ead9d73fe8057257b1aec7cf8',
  },
  bundle: 'spt3g-1.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl.publish',
} as const

/** Of a service whose publishers have no kind here. */
export const CIRCLECI = {
  file: {
    filename: 'circleci_sign_publish_example-0.0.1.dev137-py3-none-any.whl',
    sha256: '8cb34da1e27336f11a2c43f3f9c7433bd76f24f470c904724f06ad7f131d9e9f',
  },
  bundle: 'circleci_sign_publish_example-0.0.1.dev137-py3-none-any.whl.publish',
} as const
