import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { paths } from '../../paths.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Link } from '../../ui/link.tsx'
import { SnippetTabs } from '../../ui/snippet-tabs.tsx'
import { accountQuery } from '../session/queries.ts'
import { siteQuery } from '../site/queries.ts'
import styles from './upload-guide.module.css'

/** The steps to a first upload, with this installation's address in the lines to copy. */
export function UploadGuide() {
  const t = useTranslations('manage')
  const site = useQuery(siteQuery()).data
  const account = useQuery(accountQuery()).data
  return (
    <section className={styles.guide}>
      <h2>{t('guide')}</h2>
      <ol className={styles.steps}>
        {account?.emailVerified === false && (
          <li>
            {t.rich('stepVerify', { link: (words) => <Link to={paths.account()}>{words}</Link> })}
          </li>
        )}
        <li>
          {t.rich('stepToken', { link: (words) => <Link to={paths.newToken()}>{words}</Link> })}
        </li>
        <li>
          <p>{t('stepBuild')}</p>
          <SnippetTabs
            snippets={[
              { id: 'build', label: 'build', code: 'python -m pip install build\npython -m build' },
              { id: 'uv', label: 'uv', code: 'uv build' },
            ]}
          />
        </li>
        {site !== undefined && (
          <li>
            <p>{t('stepUpload')}</p>
            <CodeBlock
              label={t('upload')}
              code={`python -m pip install twine\ntwine upload --repository-url ${site.uploadUrl} dist/*`}
            />
          </li>
        )}
      </ol>
    </section>
  )
}
