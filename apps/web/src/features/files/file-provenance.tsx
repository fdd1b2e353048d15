import type { FileAttestation, FileProvenance, FilePublisher } from '@wheelhouse/shared-types'
import { Fragment, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Badge } from '../../ui/badge.tsx'
import { Day, Hash } from '../../ui/facts.tsx'
import { ExternalLink } from '../../ui/link.tsx'
import { SafeLink } from '../projects/safe-link.tsx'

const REKOR = 'https://rekor.sigstore.dev'

type Props = { file: string; provenance: FileProvenance }

/** The mark of a file that a trusted publisher is proven to have published; it opens to tell of the proof. */
export function FileProvenanceMark({
  file,
  provenance,
  className,
}: Props & { className?: string }) {
  const t = useTranslations('provenance')
  const { publisher } = provenance
  const name = publisher.kind === 'google' ? publisher.email : publisher.repository
  return (
    <details className={className}>
      <summary aria-label={t('verifiedOf', { publisher: name, file })}>
        <Badge tone="success">{t('verified')}</Badge> {name}
      </summary>
      <ProvenanceFacts file={file} provenance={provenance} />
    </details>
  )
}

/** What was verified when the file was uploaded, where the proof is, and what it is worth. */
function ProvenanceFacts({ file, provenance }: Props) {
  const t = useTranslations('provenance')
  const { publisher, attestations, url } = provenance
  const runs = attestations.filter(
    (one, index) => attestations.findIndex((other) => isSameRun(one, other)) === index,
  )
  return (
    <>
      <dl>
        <Fact name={t('publisher')}>{t(`kind_${publisher.kind}`)}</Fact>
        <PublisherFacts
          publisher={publisher}
          repositoryUrl={runs[0]?.sourceRepositoryUrl ?? null}
        />
        {runs.map(({ predicateType, sourceCommit, runUrl }) => (
          <Fragment key={predicateType}>
            {sourceCommit !== null && (
              <Fact name={t('commit')}>
                <Hash name={t('commitOf', { file })} value={sourceCommit} />
              </Fact>
            )}
            {runUrl !== null && (
              <Fact name={t('run')}>
                <SafeLink url={runUrl}>{t('showRun')}</SafeLink>
              </Fact>
            )}
          </Fragment>
        ))}
        {attestations.map((attestation) => (
          <Fact
            key={attestation.predicateType}
            name={t(attestation.predicateType.includes('/publish/') ? 'publish' : 'build')}
          >
            <LogEntry {...attestation} />
          </Fact>
        ))}
      </dl>
      <p>{t(publisher.kind === 'google' ? 'meaningAccount' : 'meaning')}</p>
      <p>
        <a href={url} aria-label={t('documentOf', { file })}>
          {t('document')}
        </a>
      </p>
    </>
  )
}

/** Build and publication are most often of one run, which is then told of once. */
const isSameRun = (one: FileAttestation, other: FileAttestation) =>
  one.sourceCommit === other.sourceCommit && one.runUrl === other.runUrl

function PublisherFacts({
  publisher,
  repositoryUrl,
}: {
  publisher: FilePublisher
  repositoryUrl: string | null
}) {
  const t = useTranslations('provenance')
  if (publisher.kind === 'google') return <Fact name={t('account')}>{publisher.email}</Fact>
  const { repository, environment } = publisher
  const workflow = publisher.kind === 'github' ? publisher.workflow : publisher.workflowFilepath
  return (
    <>
      <Fact name={t('repository')}>
        {repositoryUrl === null ? (
          repository
        ) : (
          <SafeLink url={repositoryUrl}>{repository}</SafeLink>
        )}
      </Fact>
      <Fact name={t('workflow')}>
        <code>{workflow}</code>
      </Fact>
      {environment !== null && <Fact name={t('environment')}>{environment}</Fact>}
    </>
  )
}

/** The public log can be searched; that of a Sigstore of one's own has no page that is known here. */
function LogEntry({ log, logIndex, integratedTime }: FileAttestation) {
  const t = useTranslations('provenance')
  return (
    <span>
      {t.rich('entry', {
        index: logIndex,
        day: () => <Day at={integratedTime} />,
        link: (words) =>
          log === REKOR ? (
            <ExternalLink href={`https://search.sigstore.dev/?logIndex=${logIndex}`}>
              {words}
            </ExternalLink>
          ) : (
            words
          ),
      })}
    </span>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
