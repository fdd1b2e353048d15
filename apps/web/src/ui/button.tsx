import { useId, type ComponentProps, type ReactNode } from 'react'
import styles from './button.module.css'
import { Link, type LinkProps } from './link.tsx'

type Look = {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'normal' | 'small'
}

export const buttonClass = ({ variant = 'secondary', size = 'normal' }: Look): string =>
  [styles.button, styles[variant], styles[size]].join(' ')

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'className'> &
  Look & {
    /** The act is under way: the button keeps its focus and ignores presses. */
    pending?: boolean
    /** Why it cannot be pressed now; said to everybody, the button stays reachable. */
    disabledReason?: string | undefined
    icon?: ReactNode
  }

/** A button; without `type` it submits nothing. */
export function Button({
  variant,
  size,
  pending = false,
  disabledReason,
  icon,
  type = 'button',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const reasonId = useId()
  const blocked = pending || disabledReason !== undefined
  return (
    <>
      <button
        {...rest}
        type={type}
        className={buttonClass({ ...(variant && { variant }), ...(size && { size }) })}
        aria-busy={pending || undefined}
        aria-disabled={blocked || rest['aria-disabled']}
        aria-describedby={disabledReason === undefined ? rest['aria-describedby'] : reasonId}
        onClick={(event) => {
          if (blocked) event.preventDefault()
          else onClick?.(event)
        }}
      >
        {pending ? <span className={styles.spinner} aria-hidden="true" /> : icon}
        <span>{children}</span>
      </button>
      {disabledReason !== undefined && (
        <span id={reasonId} className={styles.reason}>
          {disabledReason}
        </span>
      )}
    </>
  )
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({
  variant,
  size,
  icon,
  children,
  ...rest
}: Omit<LinkProps, 'className'> & Look & { icon?: ReactNode }) {
  return (
    <Link {...rest} className={buttonClass({ ...(variant && { variant }), ...(size && { size }) })}>
      {icon}
      <span>{children}</span>
    </Link>
  )
}

/** A button with a picture only; `label` is its name. */
export function IconButton({
  label,
  children,
  type = 'button',
  ...rest
}: Omit<ComponentProps<'button'>, 'className' | 'aria-label'> & { label: string }) {
  return (
    <button {...rest} type={type} className={styles.icon} aria-label={label} title={label}>
      {children}
    </button>
  )
}
