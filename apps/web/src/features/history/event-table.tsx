import type { AccountEvent } from '@wheelhouse/shared-types'
import { useFormatter, useTranslations } from 'use-intl'
import { Table, type Column } from '../../ui/table.tsx'
import { useDeviceWords } from '../session/use-device-words.ts'
import styles from './history.module.css'

/** Details that say what an event was about; the rest is for programs. */
const TOLD = [
  'email',
  'token',
  'project',
  'publisher',
  'release',
  'file',
  'name',
  'url',
  'version',
  'filename',
  'username',
  'to',
  'role',
  'status',
  'visibility',
  'reason',
  'replacement',
] as const

/**
 * Events with their exact times and, of an account's own, the browser and whether they came from the
 * network of now; `shared`: of a project, with who it was.
 */
export function EventTable(props: {
  events: readonly AccountEvent[]
  caption: string
  shared?: boolean
}) {
  const { events, caption, shared = false } = props
  const t = useTranslations('history')
  const format = useFormatter()
  const deviceWords = useDeviceWords()
  const columns: Column<AccountEvent>[] = [
    {
      key: 'what',
      header: t('what'),
      rowHeader: true,
      cell: ({ kind, details }) => {
        const about = TOLD.flatMap((name) => {
          // The name of a file says its version.
          const value = name === 'version' && details.filename ? '' : details[name]
          return typeof value === 'string' && value !== '' ? [value] : []
        })
        return (
          <>
            <EventWords kind={kind} />
            {about.length > 0 && (
              <div className={styles.remark}>{format.list(about, { type: 'unit' })}</div>
            )}
          </>
        )
      },
    },
    {
      key: 'when',
      header: t('when'),
      cell: ({ at }) => (
        <time dateTime={at}>
          {format.dateTime(new Date(at), {
            dateStyle: 'medium',
            timeStyle: 'long',
          })}
        </time>
      ),
    },
    {
      key: 'where',
      header: t(shared ? 'who' : 'where'),
      cell: ({ device, sameNetwork, actor }) =>
        device === null ? (
          actor
        ) : (
          <>
            {deviceWords(device)}
            {sameNetwork !== null && (
              <div className={styles.remark}>{t(sameNetwork ? 'sameNetwork' : 'otherNetwork')}</div>
            )}
          </>
        ),
    },
  ]
  return <Table caption={caption} columns={columns} rows={events} rowKey={({ id }) => id} />
}

function EventWords({ kind }: { kind: string }) {
  const t = useTranslations('history.kinds')
  const key = kind as Parameters<typeof t>[0]
  return <>{t.has(key) ? t(key) : kind}</>
}
