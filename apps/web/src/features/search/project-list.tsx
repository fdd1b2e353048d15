import type { ProjectSummary } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { memo, type KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/facts.tsx'
import { Link } from '../../ui/link.tsx'
import styles from './project-list.module.css'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Arrow keys go from result to result, beside the Tab key that always works. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key]
  if (step === undefined) return
  const links = [...event.currentTarget.querySelectorAll('a')]
  const next = links[links.findIndex((link) => link === document.activeElement) + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** Projects with a line about each. `query` marks the one of exactly this name. */
export function ProjectList(props: {
  projects: readonly ProjectSummary[]
  label: string
  query?: string
}) {
  const wanted = normalizeName((props.query ?? '').trim())
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the links in it are what is moved between
    <ul className={styles.list} aria-label={props.label} onKeyDown={moveFocus}>
      {props.projects.map((project) => (
        <Result
          key={project.normalizedName}
          project={project}
          isExact={project.normalizedName === wanted}
        />
      ))}
    </ul>
  )
}

/** Kept while more of them come. */
const Result = memo(function Result(props: { project: ProjectSummary; isExact: boolean }) {
  const { project, isExact } = props
  const t = useTranslations('search')
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <Link to={paths.project(project.name)} className={styles.name ?? ''} dir="auto">
          {project.name}
        </Link>
        {project.latestVersion !== null && (
          <span className={styles.version}>{project.latestVersion}</span>
        )}
        {(project.status === 'archived' || project.status === 'deprecated') && (
          <Badge tone="warning">{t(`status_${project.status}`)}</Badge>
        )}
        {isExact && <Badge tone="success">{t('exact')}</Badge>}
      </div>
      <p className={styles.summary} dir="auto">
        {project.latestVersion === null ? t('noRelease') : project.summary}
      </p>
      <span className={styles.time}>
        <RelativeTime at={project.updatedAt} />
      </span>
    </li>
  )
})
