import type { PublisherIdentity } from '@wheelhouse/shared-types'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { BuildFileTabs } from './build-file-tabs.tsx'
import styles from './publishing.module.css'

/** Stands in the place of a form that was accepted: what follows, and the file for the build. */
export function AddedPublisher(props: {
  title: string
  identity: PublisherIdentity
  onMore: () => void
  children: ReactNode
}) {
  const t = useTranslations('publishing.add')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div className={styles.section}>
      <Callout ref={box} tone="success" title={props.title}>
        {props.children}
      </Callout>
      <BuildFileTabs identity={props.identity} />
      <p>
        <Button onClick={props.onMore}>{t('another')}</Button>
      </p>
    </div>
  )
}
