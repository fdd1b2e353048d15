import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { TextField } from '../../ui/text-field.tsx'

const STANDARD = 'https://www.standardwebhooks.com'

/** The one time that a secret is shown. Stays until it is dismissed. */
export function WebhookSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const t = useTranslations('webhooks')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <>
      <Callout ref={box} tone="success" title={t('secretTitle')}>
        {t.rich('secretBody', {
          link: (words) => (
            <a href={STANDARD} rel="noreferrer">
              {words}
            </a>
          ),
        })}
      </Callout>
      <TextField
        label={t('secret')}
        value={secret}
        readOnly
        mono
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        data-1p-ignore
        onFocus={({ target }) => target.select()}
        trailing={<CopyButton text={secret} what={t('secret')} />}
      />
      <p>
        <Button variant="primary" onClick={onDone}>
          {t('secretDone')}
        </Button>
      </p>
    </>
  )
}
