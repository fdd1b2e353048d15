import { useTranslations } from 'use-intl'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './history.module.css'

export type HistoryFilter = { group: string; since: string; until: string }

/** What a history is narrowed to: a kind of events, a first and a last day. */
export function HistoryFilterBar(props: {
  filter: HistoryFilter
  /** The kinds that can be chosen. */
  groups: readonly { value: string; label: string }[]
  onChange: (filter: HistoryFilter) => void
}) {
  const { filter, groups, onChange } = props
  const t = useTranslations('history')
  return (
    <search className={styles.filter} aria-label={t('filter')}>
      <Select
        label={t('group')}
        value={filter.group}
        options={[{ value: '', label: t('everything') }, ...groups]}
        onChange={({ target }) => onChange({ ...filter, group: target.value })}
      />
      <TextField
        label={t('since')}
        type="date"
        value={filter.since}
        onChange={({ target }) => onChange({ ...filter, since: target.value })}
      />
      <TextField
        label={t('until')}
        type="date"
        value={filter.until}
        onChange={({ target }) => onChange({ ...filter, until: target.value })}
      />
    </search>
  )
}
