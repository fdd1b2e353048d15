import { useFormatter, useTranslations } from 'use-intl'
import { useNow } from '../lib/now.tsx'
import { CopyButton } from './copy-button.tsx'
import styles from './facts.module.css'

/** "3 days ago", with the exact time in the attribute and on hover. `at` is an ISO time. */
export function RelativeTime({ at }: { at: string }) {
  const format = useFormatter()
  const now = useNow()
  const date = new Date(at)
  const exact = format.dateTime(date, { dateStyle: 'long', timeStyle: 'short' })
  return (
    <time dateTime={at} title={exact}>
      {format.relativeTime(date, now)}
    </time>
  )
}

/** A calendar day. `at` is an ISO time. */
export function Day({ at }: { at: string }) {
  const format = useFormatter()
  return <time dateTime={at}>{format.dateTime(new Date(at), { dateStyle: 'long' })}</time>
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const

/** A size as text, in steps of a thousand: "1.2 MB". The value is in bytes. */
export function useBytes(): (value: number) => string {
  const t = useTranslations('common.bytes')
  const format = useFormatter()
  return (value) => {
    const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(value || 1) / 3)))
    const number = format.number(value / 1000 ** step, {
      maximumFractionDigits: step === 0 ? 0 : 1,
    })
    return t(UNITS[step] ?? 'B', { value: number })
  }
}

/** As `useBytes` words it. */
export function Bytes({ value }: { value: number }) {
  const words = useBytes()
  return <span className={styles.number}>{words(value)}</span>
}

/** A hash: its beginning, with the whole of it to copy. `name` is the algorithm's. */
export function Hash({ name, value }: { name: string; value: string }) {
  return (
    <span className={styles.hash}>
      <code title={value}>{value.slice(0, 12)}…</code>
      <CopyButton text={value} what={name} />
    </span>
  )
}
