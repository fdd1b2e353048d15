import type { ReleaseSummary } from '@wheelhouse/shared-types'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl'
import { createStore, useStore, type Store } from '../../lib/store.ts'
import { announce } from '../../ui/announcer.tsx'

/** Which releases of a list are ticked, outside of React: a tick among hundreds draws its own box only. */
export type Selection = {
  readonly ticked: Store<ReadonlySet<string>>
  /** Says how many there are then. */
  set(versions: readonly string[], on: boolean): void
  /** Says nothing: what was done with them is told. */
  clear(): void
}

/** A selection of `releases`, and those that are in it. One that is gone is ticked no more. */
export function useSelection(releases: readonly ReleaseSummary[]): {
  selection: Selection
  selected: readonly ReleaseSummary[]
} {
  const t = useTranslations('manage')
  const [ticked] = useState(() => createStore<ReadonlySet<string>>(new Set()))
  const versions = useStore(ticked)
  const selected = useMemo(
    () => releases.filter(({ version }) => versions.has(version)),
    [releases, versions],
  )
  const selection = useMemo(
    (): Selection => ({
      ticked,
      set: (changed, on) => {
        const next = new Set(ticked.get())
        for (const version of changed) {
          if (on) next.add(version)
          else next.delete(version)
        }
        ticked.set(next)
        const count = releases.filter(({ version }) => next.has(version)).length
        announce(t('selected', { count }))
      },
      clear: () => ticked.set(new Set()),
    }),
    [ticked, releases, t],
  )
  return { selection, selected }
}

/** Whether all of `versions` are ticked. */
export function useAreTicked({ ticked }: Selection, versions: readonly string[]): boolean {
  const areTicked = () => versions.every((version) => ticked.get().has(version))
  return useSyncExternalStore(ticked.subscribe, areTicked, areTicked)
}
