import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/layout/page.tsx'
import { siteQuery } from '../../features/site/queries.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './home.module.css'

/** The start page: search, and the two lines that make tools use this index. */
export function Component() {
  const t = useTranslations('home')
  const navigate = useNavigate()
  const site = useQuery(siteQuery()).data
  return (
    <Page title={t('title')} lead={t('lead')}>
      <search>
        <form
          className={styles.search}
          onSubmit={(event) => {
            event.preventDefault()
            const query = new FormData(event.currentTarget).get('q')
            void navigate(paths.search(typeof query === 'string' ? query.trim() : ''))
          }}
        >
          <TextField
            label={t('search')}
            hideLabel
            placeholder={t('search')}
            name="q"
            type="search"
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" variant="primary" icon={<Search size={18} aria-hidden="true" />}>
            {t('submit')}
          </Button>
        </form>
      </search>
      {site !== undefined && (
        <div className={styles.lines}>
          <section>
            <h2>{t('useTitle')}</h2>
            <CodeBlock
              label={t('useTitle')}
              code={`pip install --index-url ${site.indexUrl} PACKAGE`}
            />
          </section>
          <section>
            <h2>{t('publishTitle')}</h2>
            <CodeBlock
              label={t('publishTitle')}
              code={`twine upload --repository-url ${site.uploadUrl} dist/*`}
            />
          </section>
        </div>
      )}
    </Page>
  )
}
