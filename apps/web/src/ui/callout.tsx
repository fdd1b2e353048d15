import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import styles from './callout.module.css'
import tones from './tones.module.css'

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert }

export type CalloutProps = {
  tone?: keyof typeof ICONS
  title?: ReactNode
  children?: ReactNode
  /** Buttons below the text. */
  actions?: ReactNode
  /** Read out when it appears after an act. */
  live?: boolean
  ref?: Ref<HTMLDivElement>
}

/** A boxed remark. Its colour is never the only sign: it has a picture and words. */
export function Callout({ tone = 'info', title, children, actions, live, ref }: CalloutProps) {
  const Icon = ICONS[tone]
  return (
    <div
      className={`${styles.callout} ${tones[tone]}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds no blocks
      role={live === true ? 'status' : undefined}
      ref={ref}
      tabIndex={-1}
    >
      <Icon size={20} aria-hidden="true" />
      <div className={styles.body}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children !== undefined && <div className={styles.text}>{children}</div>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
