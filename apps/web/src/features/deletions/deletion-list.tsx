import type { Deletion } from '@wheelhouse/shared-types'
import { useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useFocusAfter } from '../../lib/use-focus-after.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Card, CardList } from '../../ui/card-list.tsx'
import { RelativeTime } from '../../ui/facts.tsx'
import { FirstRows } from '../../ui/first-rows.tsx'
import styles from './deletions.module.css'
import { nameOf, useDeletion, useUndoFault } from './use-deletion.ts'

/** Deletions with the time that is left to undo them; not there where there are none. */
export function DeletionList(props: {
  title: string
  lead: string
  deletions: readonly Deletion[]
  /** Why this person cannot undo them. */
  disabledReason?: string | undefined
  children?: ReactNode
}) {
  const { title, lead, deletions, disabledReason, children } = props
  const t = useTranslations('deleting')
  const { undo } = useDeletion()
  const fault = useUndoFault()
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusAfter(heading, [undo])
  if (deletions.length === 0 && !undo.isSuccess) return null
  return (
    <section className={styles.section}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {deletions.length > 0 && <p>{lead}</p>}
      {undo.error !== null && (
        <Callout tone="danger" live>
          {fault(undo.error)}
        </Callout>
      )}
      <FirstRows rows={deletions}>
        {(shown) => (
          <CardList label={title}>
            {shown.map((deletion) => (
              <Card
                key={deletion.id}
                head={
                  <>
                    <h3 className={styles.name}>{nameOf(deletion)}</h3>
                    <Badge>{t(`kind_${deletion.kind}`)}</Badge>
                  </>
                }
                details={
                  <>
                    {t.rich('by', {
                      name: deletion.deletedBy,
                      time: () => <RelativeTime at={deletion.deletedAt} />,
                    })}
                    {deletion.kind !== 'file' && ` · ${t('holds', { count: deletion.fileCount })}`}
                    {deletion.undoUntil !== null && (
                      <>
                        {' · '}
                        {t.rich('ends', { time: () => <RelativeTime at={deletion.undoUntil!} /> })}
                      </>
                    )}
                  </>
                }
                actions={
                  <Button
                    size="small"
                    aria-label={t('undoNamed', { target: nameOf(deletion) })}
                    pending={undo.isPending && undo.variables.id === deletion.id}
                    disabledReason={disabledReason}
                    onClick={() => undo.mutate(deletion)}
                  >
                    {t('undo')}
                  </Button>
                }
              />
            ))}
          </CardList>
        )}
      </FirstRows>
      {children}
    </section>
  )
}
