import type { DistributionFile } from '@wheelhouse/shared-types'
import { memo, useDeferredValue, useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useAddressState } from '../../lib/use-address-state.ts'
import { Bytes, Day, Hash } from '../../ui/facts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { FileProvenanceMark } from './file-provenance.tsx'
import styles from './file-table.module.css'
import { filterFiles, sortFiles, wheelTags } from './wheel-tags.ts'

/** More files than these get a filter. */
const MANY = 8

/** The files of a release to download, with what tells them apart and proves them whole. */
export function FileTable({
  files,
  caption,
}: {
  files: readonly DistributionFile[]
  caption: string
}) {
  const t = useTranslations('project')
  const [search, setSearch] = useAddressState()
  const words = search.get('filter') ?? ''
  return (
    <div className={styles.files}>
      {files.length > MANY && (
        <TextField
          label={t('fileFilter')}
          hint={t('fileFilterHint')}
          type="search"
          value={words}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setSearch(target.value === '' ? {} : { filter: target.value })}
        />
      )}
      <Files files={files} caption={caption} words={useDeferredValue(words)} />
    </div>
  )
}

/** Kept while somebody types: it follows the words when there is time. */
const Files = memo(function Files(props: {
  files: readonly DistributionFile[]
  caption: string
  words: string
}) {
  const { files, caption, words } = props
  const t = useTranslations('project')
  const sorted = useMemo(() => sortFiles(files), [files])
  const shown = useMemo(() => filterFiles(sorted, words), [sorted, words])
  const columns = useMemo(
    (): Column<DistributionFile>[] => [
      {
        key: 'file',
        header: t('file'),
        rowHeader: true,
        cell: (file) => <FileName file={file} />,
      },
      {
        key: 'tags',
        header: t('tags'),
        wideOnly: true,
        cell: (file) => <Tags file={file} />,
      },
      {
        key: 'size',
        header: t('size'),
        align: 'end',
        cell: ({ size }) => <Bytes value={size} />,
      },
      {
        key: 'uploaded',
        header: t('uploaded'),
        wideOnly: true,
        cell: ({ uploadedAt }) => <Day at={uploadedAt} />,
      },
    ],
    [t],
  )
  return (
    <>
      <output className={styles.count}>
        {shown.length === 0 ? t('noFileMatches') : t('fileCount', { shown: shown.length })}
      </output>
      <Table
        caption={caption}
        className={styles.table}
        rows={shown}
        rowKey={({ filename }) => filename}
        columns={columns}
        none={null}
      />
    </>
  )
})

function FileName({ file }: { file: DistributionFile }) {
  const { filename, provenance } = file
  return (
    <div className={styles.file}>
      <a href={file.url} download className={styles.name}>
        {filename}
      </a>
      {provenance !== null && (
        <FileProvenanceMark
          file={filename}
          provenance={provenance}
          className={styles.details ?? ''}
        />
      )}
      <Details file={file} />
    </div>
  )
}

/** What proves a file whole; made when it is asked for, since there may be thousands. */
function Details({ file }: { file: DistributionFile }) {
  const t = useTranslations('project')
  const [asked, setAsked] = useState(false)
  const { filename, sha256, blake2b256, md5, metadataUrl, requiresPython } = file
  const hashes = [
    ['SHA-256', sha256],
    ['BLAKE2b-256', blake2b256],
    ['MD5', md5],
  ] as const
  return (
    <details className={styles.details} onToggle={() => setAsked(true)}>
      <summary aria-label={t('detailsOf', { file: filename })}>{t('details')}</summary>
      {asked && (
        <>
          <dl>
            {hashes.map(([algorithm, value]) => (
              <div key={algorithm}>
                <dt>{algorithm}</dt>
                <dd>
                  <Hash name={t('hashOf', { algorithm, file: filename })} value={value} />
                </dd>
              </div>
            ))}
          </dl>
          {requiresPython !== null && <p>{t('needsPython', { python: requiresPython })}</p>}
          <p className={styles.narrow}>
            <Tags file={file} />
          </p>
          <p className={styles.narrow}>
            <Day at={file.uploadedAt} />
          </p>
          {metadataUrl !== null && <a href={metadataUrl}>{t('metadataFile')}</a>}
        </>
      )}
    </details>
  )
}

function Tags({ file }: { file: DistributionFile }) {
  const t = useTranslations('project')
  if (file.kind === 'sdist') return <Badge>{t('sdist')}</Badge>
  return (
    <span className={styles.tags}>
      {wheelTags(file).map((tag, index) => (
        <code key={`${index} ${tag}`}>{tag.replaceAll('.', ' ')}</code>
      ))}
    </span>
  )
}
