import { memo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { useProblemWords } from '../../lib/use-problem-words.ts'
import { paths } from '../../paths.ts'
import { Badge, type BadgeTone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Bytes } from '../../ui/facts.tsx'
import { Link } from '../../ui/link.tsx'
import { isUnderWay, type UploadItem, type UploadQueue, type UploadState } from './upload-queue.ts'
import { onFirstClick } from './on-first-click.ts'
import styles from './upload-row.module.css'

const TONES: Record<UploadState['kind'], BadgeTone> = {
  waiting: 'neutral',
  sending: 'info',
  judging: 'info',
  checked: 'success',
  stored: 'success',
  unchanged: 'success',
  refused: 'danger',
  failed: 'warning',
  cancelled: 'neutral',
}

/** One file of the list: how far it is, what came of it, and what can be done with it. */
export const UploadRow = memo(function UploadRow(props: { item: UploadItem; queue: UploadQueue }) {
  const { item, queue } = props
  const t = useTranslations('upload')
  const { file, state } = item
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <p className={styles.head}>
          <span className={styles.name}>{file.name}</span>
          <span className={styles.size}>
            <Bytes value={file.size} />
          </span>
          <Badge tone={TONES[state.kind]}>{t(`state.${state.kind}`)}</Badge>
        </p>
        <Outcome item={item} />
      </div>
      <div className={styles.actions}>
        <Actions item={item} queue={queue} />
      </div>
    </li>
  )
})

function Outcome({ item: { file, state } }: { item: UploadItem }) {
  const t = useTranslations('upload')
  const format = useFormatter()
  const problemWords = useProblemWords()
  switch (state.kind) {
    case 'waiting':
    case 'cancelled':
      return null
    case 'sending':
      return (
        <p className={styles.progress}>
          <progress max={1} value={state.share} aria-label={t('progress', { file: file.name })} />
          <span>{format.number(Math.floor(state.share * 100) / 100, { style: 'percent' })}</span>
        </p>
      )
    case 'judging':
      return <p className={styles.remark}>{t('judging')}</p>
    case 'stored':
    case 'unchanged': {
      const { project, version } = state.result
      return (
        <p>
          {t.rich(`${state.kind}As`, {
            project,
            version,
            link: (words) => <Link to={paths.release(project, version)}>{words}</Link>,
          })}
        </p>
      )
    }
    case 'checked':
      return <Checked state={state} />
    case 'failed':
      return <p className={styles.refusal}>{problemWords(state.error.code)}</p>
    case 'refused':
      return state.early === undefined ? (
        // The server gives its reasons in English, as it gives them to every client.
        <p className={styles.refusal} lang="en" dir="ltr">
          {state.message}
        </p>
      ) : (
        <p className={styles.refusal}>
          <EarlyWords early={state.early} />
        </p>
      )
  }
}

function EarlyWords({
  early,
}: {
  early: NonNullable<Extract<UploadState, { kind: 'refused' }>['early']>
}) {
  const t = useTranslations('upload.refusal')
  switch (early.key) {
    case 'not-distribution':
      return t(early.key)
    case 'too-large':
      return t.rich(early.key, { size: () => <Bytes value={early.limit} /> })
    case 'other-project':
      return t(early.key, { other: early.other, name: early.name })
  }
}

function Checked({ state: { result } }: { state: Extract<UploadState, { kind: 'checked' }> }) {
  const t = useTranslations('upload')
  const { project, version, newProject, newRelease, warnings } = result
  const key = newProject ? 'checkedProject' : newRelease ? 'checkedRelease' : 'checkedFile'
  return (
    <>
      {!warnings.includes('already-here') && <p>{t(key, { project, version })}</p>}
      {warnings.length > 0 && (
        <ul className={styles.warnings}>
          {warnings.map((warning) => (
            <li key={warning}>{t(`warning.${warning}`)}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Actions({ item, queue }: { item: UploadItem; queue: UploadQueue }) {
  const t = useTranslations('upload')
  const { id, file, mode, state } = item
  if (isUnderWay(item)) {
    return (
      <Button
        size="small"
        variant="quiet"
        aria-label={t('cancelNamed', { file: file.name })}
        onClick={() => queue.cancel(id)}
      >
        {t('cancel')}
      </Button>
    )
  }
  if (state.kind === 'checked') {
    return (
      <Button
        size="small"
        aria-label={t('publishNamed', { file: file.name })}
        onClick={onFirstClick(() => queue.again(id, 'publish'))}
      >
        {t('publish')}
      </Button>
    )
  }
  const isFinal = state.kind === 'stored' || state.kind === 'unchanged'
  if (isFinal || (state.kind === 'refused' && state.early !== undefined)) return null
  return (
    <Button
      size="small"
      variant="quiet"
      aria-label={t('againNamed', { file: file.name })}
      onClick={onFirstClick(() => queue.again(id, mode))}
    >
      {t('again')}
    </Button>
  )
}
