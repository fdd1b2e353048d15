import { MOST_YANKED_AT_ONCE, type ReleaseSummary } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import styles from './managed-releases.module.css'

/** What can be done to the releases that are selected; not there while none is. */
export function BulkBar(props: {
  selected: readonly ReleaseSummary[]
  isUnyanking: boolean
  onYank: () => void
  onUnyank: (releases: readonly ReleaseSummary[]) => void
  onClear: () => void
}) {
  const { selected, isUnyanking, onYank, onUnyank, onClear } = props
  const t = useTranslations('manage')
  if (selected.length === 0) return null
  const yanked = selected.filter((release) => release.yanked)
  const tooMany =
    selected.length > MOST_YANKED_AT_ONCE
      ? t('tooMany', { most: String(MOST_YANKED_AT_ONCE) })
      : undefined
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is for fields
    <div className={styles.bar} role="group" aria-label={t('selection')}>
      <b>{t('selected', { count: selected.length })}</b>
      <Button size="small" disabledReason={tooMany} onClick={onYank}>
        {t('yankMany')}
      </Button>
      <Button
        size="small"
        pending={isUnyanking}
        disabledReason={tooMany ?? (yanked.length === 0 ? t('noneYanked') : undefined)}
        onClick={() => onUnyank(yanked)}
      >
        {t('unyankMany')}
      </Button>
      <Button size="small" variant="quiet" onClick={onClear}>
        {t('clearSelection')}
      </Button>
    </div>
  )
}
