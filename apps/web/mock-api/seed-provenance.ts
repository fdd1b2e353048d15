import type { FileRow } from './db.ts'
import { fakeHex } from './seed-files.ts'

type ProvenanceRow = NonNullable<FileRow['provenance']>
type Attestation = ProvenanceRow['attestations'][number]

/** One entry of a log for a run on `host`; which commit and entry is made up of the repository's name. */
function attested(
  predicateType: Attestation['predicateType'],
  integratedTime: string,
  source: { repository: string; host: string; run: string } | undefined,
): Attestation {
  const seed = `${predicateType} ${source?.repository}`
  const url = source === undefined ? null : `${source.host}/${source.repository}`
  return {
    predicateType,
    log: 'https://rekor.sigstore.dev',
    logIndex: String(parseInt(fakeHex(seed, 7), 16)),
    integratedTime,
    sourceRepositoryUrl: url,
    sourceCommit: url === null ? null : fakeHex(`commit ${url}`, 40),
    sourceRef: url === null ? null : 'refs/tags/v1.0.0',
    runUrl: url === null ? null : `${url}${source?.run}`,
  }
}

const PUBLISH = 'https://docs.pypi.org/attestations/publish/v1'

/** Built and published by `release.yml` of a repository on GitHub. */
export function fromGitHub(repository: string, at: string): ProvenanceRow {
  const source = { repository, host: 'https://github.com', run: '/actions/runs/7/attempts/1' }
  return {
    publisher: { kind: 'github', repository, workflow: 'release.yml', environment: 'release' },
    attestations: [
      attested(PUBLISH, at, source),
      attested('https://slsa.dev/provenance/v1', at, source),
    ],
  }
}

/** Published by the pipeline of a repository on GitLab. */
export function fromGitLab(repository: string, at: string): ProvenanceRow {
  const source = { repository, host: 'https://gitlab.com', run: '/-/jobs/7' }
  return {
    publisher: {
      kind: 'gitlab',
      repository,
      workflowFilepath: '.gitlab-ci.yml',
      environment: null,
    },
    attestations: [attested(PUBLISH, at, source)],
  }
}

/** Published by a service account of Google Cloud, of which no source is known. */
export function fromGoogle(email: string, at: string): ProvenanceRow {
  return {
    publisher: { kind: 'google', email },
    attestations: [attested(PUBLISH, at, undefined)],
  }
}
