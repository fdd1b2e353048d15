import { useQuery } from '@tanstack/react-query'
import type { Token } from '@wheelhouse/shared-types'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { SnippetTabs } from '../../ui/snippet-tabs.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { siteQuery } from '../site/queries.ts'
import styles from './token-result.module.css'
import { tokenSnippets } from './token-snippets.ts'

/** The one time that a token is shown, with what to do with it. Stays until it is dismissed. */
export function TokenResult(props: { token: Token; secret: string; onDone: () => void }) {
  const { token, secret, onDone } = props
  const t = useTranslations('tokens')
  const site = useQuery(siteQuery()).data
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div className={styles.result}>
      <Callout ref={box} tone="success" title={t('resultTitle')}>
        <p>{t('resultBody', { name: token.name })}</p>
      </Callout>
      <TextField
        label={t('value')}
        value={secret}
        readOnly
        mono
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        data-1p-ignore
        onFocus={({ target }) => target.select()}
        trailing={<CopyButton text={secret} what={t('value')} />}
      />
      {site !== undefined && (
        <section className={styles.use}>
          <h2>{t('useIt')}</h2>
          <SnippetTabs
            snippets={tokenSnippets({
              secret,
              indexUrl: site.indexUrl,
              uploadUrl: site.uploadUrl,
              siteName: site.name,
              words: { env: t('env'), github: t('github'), gitlab: t('gitlab') },
            })}
          />
        </section>
      )}
      <p>
        <Button variant="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </p>
    </div>
  )
}
