import { useQuery } from '@tanstack/react-query'
import type { PublisherIdentity } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { siteQuery } from '../site/queries.ts'
import { buildFiles } from './build-files.ts'
import styles from './publishing.module.css'

/** The file that lets a build of the publisher upload here, by tool, ready to copy. */
export function BuildFileTabs({ identity }: { identity: PublisherIdentity }) {
  const t = useTranslations('publishing')
  const tCommon = useTranslations('common')
  const site = useQuery(siteQuery()).data
  if (site?.trustedPublishing == null) return null
  const { audience } = site.trustedPublishing
  const code = (words: React.ReactNode) => <code dir="ltr">{words}</code>
  return (
    <div className={styles.file}>
      <Tabs
        label={tCommon('snippets')}
        tabs={buildFiles(identity, { uploadUrl: site.uploadUrl, audience }).map((file) => {
          const label = t(`files.${file.id}`)
          return {
            id: file.id,
            label,
            children: (
              <div className={styles.file}>
                {file.path !== undefined && <p>{t.rich('files.put', { path: file.path, code })}</p>}
                <CodeBlock code={file.code} label={label} />
              </div>
            ),
          }
        })}
      />
      <p className={styles.hint}>{t.rich('files.audience', { audience, code })}</p>
    </div>
  )
}
