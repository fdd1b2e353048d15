import { useEffect } from 'react'
import { useFormState } from 'react-hook-form'
import { useBlocker } from 'react-router'
import { useTranslations } from 'use-intl'
import { useContractFormContext } from './form-context.ts'

/** Inside a form: asks before a page with unsent values is left. */
export function UnsavedGuard() {
  const t = useTranslations('forms.unsaved')
  const { pending, form } = useContractFormContext()
  const { isDirty } = useFormState({ control: form.control })
  const unsaved = isDirty && !pending
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && currentLocation.pathname !== nextLocation.pathname,
  )

  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [unsaved])

  useEffect(() => {
    if (blocker.state !== 'blocked') return
    if (confirm(`${t('title')}\n${t('body')}`)) blocker.proceed()
    else blocker.reset()
  }, [blocker, t])

  return null
}
