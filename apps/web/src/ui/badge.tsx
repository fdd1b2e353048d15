import type { ReactNode } from 'react'
import styles from './badge.module.css'
import tones from './tones.module.css'

export type BadgeTone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** A word about the thing it stands beside. */
export function Badge({ tone = 'neutral', children }: { tone?: BadgeTone; children: ReactNode }) {
  return <span className={`${styles.badge} ${tones[tone]}`}>{children}</span>
}
