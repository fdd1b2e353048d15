import { useTranslations } from 'use-intl'
import { CodeBlock } from './code-block.tsx'
import { Tabs } from './tabs.tsx'

export type Snippet = { id: string; label: string; code: string }

/** The same thing for several tools, each ready to copy. */
export function SnippetTabs({ snippets }: { snippets: readonly Snippet[] }) {
  const t = useTranslations('common')
  return (
    <Tabs
      label={t('snippets')}
      tabs={snippets.map(({ id, label, code }) => ({
        id,
        label,
        children: <CodeBlock code={code} label={label} />,
      }))}
    />
  )
}
