import styles from './wordmark.module.css'

/** A wheel whose hub is the one spot of amber, and the name of the site. */
export function Wordmark({ name }: { name: string }) {
  return (
    <span className={styles.wordmark}>
      <svg width="28" height="28" viewBox="0 0 32 32" fill="none" aria-hidden="true">
        <g stroke="currentColor" strokeWidth="2.5" strokeLinecap="round">
          <circle cx="16" cy="16" r="9" />
          <path d="M16 2.5v27M2.5 16h27M6.5 6.5l19 19M25.5 6.5l-19 19" strokeWidth="2" />
        </g>
        <circle cx="16" cy="16" r="3.4" className={styles.hub} />
      </svg>
      <span>{name}</span>
    </span>
  )
}
