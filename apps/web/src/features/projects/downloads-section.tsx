import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectDownloads } from '@wheelhouse/shared-types'
import { Download } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import styles from './downloads-section.module.css'
import { downloadsQuery } from './queries.ts'

/** How often the project was downloaded lately; nothing stands there until that is known. */
export function DownloadsSection({ project }: { project: Project }) {
  const t = useTranslations('project.downloads')
  const format = useFormatter()
  const { data } = useQuery(downloadsQuery(project.name))
  if (data === undefined) return null
  const best = data.days.reduce((most, day) => (day.count > most.count ? day : most))
  return (
    <section>
      <h2>
        <Download size={16} aria-hidden="true" />
        {t('title')}
      </h2>
      <p>
        <strong className={styles.total}>{format.number(data.total)}</strong> {t('period')}
      </p>
      {data.total > 0 && (
        <Sparkline
          days={data.days}
          label={t('chart', {
            most: best.count,
            day: format.dateTime(new Date(best.day), { dateStyle: 'medium', timeZone: 'UTC' }),
          })}
        />
      )}
    </section>
  )
}

const HEIGHT = 40
const STEP = 8

/** One bar for each day. Who cannot see it hears of the highest. */
function Sparkline({ days, label }: { days: ProjectDownloads['days']; label: string }) {
  const format = useFormatter()
  const most = Math.max(...days.map(({ count }) => count))
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {days.map(({ day, count }, index) => {
        const height = Math.max(1, (count / most) * HEIGHT)
        return (
          <rect key={day} x={index * STEP} y={HEIGHT - height} width={STEP - 2} height={height}>
            <title>
              {`${format.dateTime(new Date(day), { dateStyle: 'medium', timeZone: 'UTC' })}: ${format.number(count)}`}
            </title>
          </rect>
        )
      })}
    </svg>
  )
}
