import type { ReactNode } from 'react'
import styles from './card-list.module.css'

/** Things of one kind below each other; `label` names the list for those who listen. */
export function CardList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  )
}

/** One of them: its name with badges, what else is known, and what can be done with it. */
export function Card(props: { head: ReactNode; details?: ReactNode; actions?: ReactNode }) {
  return (
    <li className={styles.card}>
      <div className={styles.body}>
        <div className={styles.head}>{props.head}</div>
        {props.details !== undefined && <div className={styles.detail}>{props.details}</div>}
      </div>
      {props.actions !== undefined && <div className={styles.actions}>{props.actions}</div>}
    </li>
  )
}
