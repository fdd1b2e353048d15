import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { createStore, useStore } from '../../lib/store.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { siteQuery } from '../site/queries.ts'
import { installCommands } from './install-commands.ts'

const STORED = 'wheelhouse-installer'

const readChoice = (): string | undefined => {
  try {
    return localStorage.getItem(STORED) ?? undefined
  } catch {
    return undefined
  }
}

/** The tool that somebody installs with, on every project and at the next visit. */
const installer = createStore(readChoice())

function choose(id: string): void {
  installer.set(id)
  try {
    localStorage.setItem(STORED, id)
  } catch {
    // Without storage the choice lasts for this visit.
  }
}

/** How to install a release. `version` is left out for the one that installers choose. */
export function InstallBox({ name, version }: { name: string; version?: string | undefined }) {
  const t = useTranslations('project')
  const site = useQuery(siteQuery()).data
  const chosen = useStore(installer)
  if (site === undefined) return null
  const { indexUrl, name: siteName } = site
  return (
    <Tabs
      label={t('install')}
      selected={chosen}
      onSelect={choose}
      tabs={installCommands({ name, version, indexUrl, siteName }).map(({ id, label, code }) => ({
        id,
        label,
        children: <CodeBlock code={code} label={label} />,
      }))}
    />
  )
}
