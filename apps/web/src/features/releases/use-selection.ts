import type { ReleaseSummary } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from '../../ui/announcer.tsx'

export type Selection = {
  readonly selected: readonly ReleaseSummary[]
  has(version: string): boolean
  /** Says how many there are then. */
  set(versions: readonly string[], on: boolean): void
  /** Says nothing: what was done with them is told. */
  clear(): void
}

/** Which releases of a list are ticked. One that is gone is ticked no more. */
export function useSelection(releases: readonly ReleaseSummary[]): Selection {
  const t = useTranslations('manage')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const selected = releases.filter(({ version }) => ticked.has(version))
  return {
    selected,
    has: (version) => ticked.has(version),
    set: (versions, on) => {
      const next = new Set(ticked)
      for (const version of versions) {
        if (on) next.add(version)
        else next.delete(version)
      }
      setTicked(next)
      const count = releases.filter(({ version }) => next.has(version)).length
      announce(t('selected', { count }))
    },
    clear: () => setTicked(new Set()),
  }
}
