import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'

type Outcome = 'copied' | 'copyFailed'

/** Copies `text`; `what` names it for those who listen ("Copy the SHA-256"). */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const t = useTranslations('common')
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), 2500)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    const result = await navigator.clipboard.writeText(text).then(
      (): Outcome => 'copied',
      (): Outcome => 'copyFailed',
    )
    setOutcome(result)
    announce(t(`actions.${result}`))
  }

  return (
    <Button
      size="small"
      variant="quiet"
      aria-label={outcome === null ? t('copyNamed', { what }) : t(`actions.${outcome}`)}
      icon={outcome === 'copied' ? <Check size={16} /> : <Copy size={16} />}
      onClick={() => void copy()}
    >
      {t(`actions.${outcome ?? 'copy'}`)}
    </Button>
  )
}
