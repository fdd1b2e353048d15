import { useTranslations } from 'use-intl'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { readFilter, writeFilter, type ReleaseFilter } from './filter-releases.ts'
import styles from './release-history.module.css'

/** More releases than these get filters. */
const MANY = 8

/** Narrows a long list of releases; what is asked for stands in the address. */
export function ReleaseFilters(props: {
  /** Of all releases. */
  count: number
  search: URLSearchParams
  onChange: (search: URLSearchParams) => void
}) {
  const t = useTranslations('project')
  if (props.count <= MANY) return null
  const filter = readFilter(props.search)
  const change = (part: Partial<ReleaseFilter>) =>
    props.onChange(writeFilter({ ...filter, ...part }))
  return (
    <div className={styles.filters}>
      <TextField
        label={t('releaseFilter')}
        type="search"
        value={filter.version}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => change({ version: target.value })}
      />
      <div className={styles.ticks}>
        <Checkbox
          label={t('hidePre')}
          checked={filter.hidePre}
          onChange={({ target }) => change({ hidePre: target.checked })}
        />
        <Checkbox
          label={t('hideYanked')}
          checked={filter.hideYanked}
          onChange={({ target }) => change({ hideYanked: target.checked })}
        />
      </div>
    </div>
  )
}
