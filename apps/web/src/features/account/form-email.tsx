import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { FormText } from '../../components/forms/form-text.tsx'
import { Button } from '../../ui/button.tsx'
import { likelyAddress } from './email-typo.ts'

/** An e-mail address, with a question when its domain looks mistyped. */
export function FormEmail(props: { name: string; label: string; hint?: string }) {
  const { name } = props
  const t = useTranslations('register')
  const { form } = useContractFormContext()
  const [typo, setTypo] = useState<string>()
  const use = (address: string) => {
    form.setValue(name, address)
    setTypo(undefined)
    form.setFocus(name)
    void form.trigger(name)
  }
  return (
    <FormText
      {...props}
      type="email"
      inputMode="email"
      autoComplete="email"
      spellCheck={false}
      onEdit={() => setTypo(undefined)}
      onLeave={() => setTypo(likelyAddress(String(form.getValues(name)).trim()))}
      note={
        typo === undefined
          ? undefined
          : t.rich('typo', {
              address: typo,
              use: (words) => (
                <Button size="small" variant="quiet" onClick={() => use(typo)}>
                  {words}
                </Button>
              ),
            })
      }
    />
  )
}
