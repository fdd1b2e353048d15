import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useLocation } from 'react-router'
import styles from './settings.module.css'

/** A part of the settings with an address of its own: `#id`. It comes into view once it is there. */
export function Section(props: {
  id: string
  title: string
  lead?: ReactNode
  children?: ReactNode
}) {
  const { id, title, lead, children } = props
  const { hash } = useLocation()
  const heading = useId()
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    if (hash === `#${id}`) section.current?.scrollIntoView()
  }, [hash, id])
  return (
    <section ref={section} id={id} className={styles.section} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      {children}
    </section>
  )
}
