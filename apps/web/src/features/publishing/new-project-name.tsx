import { searchProjects } from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { FormText } from '../../components/forms/form-text.tsx'
import { PLAIN } from './plain-input.ts'

type NameState = 'unknown' | 'checking' | 'free' | 'taken'

/** The name of a project to be made; whether there is one of it is looked up when it is left. */
export function NewProjectName({ name }: { name: string }) {
  const t = useTranslations('publishing.pending')
  const tForms = useTranslations('forms')
  const { form } = useContractFormContext()
  const { state, ask, forget } = useNameCheck()
  const note = {
    unknown: undefined,
    checking: tForms('checking'),
    free: t('nameFree'),
    taken: undefined,
  }[state]
  return (
    <FormText
      name={name}
      label={t('name')}
      hint={t('nameHint')}
      note={note}
      {...(state === 'taken' && { refusal: 'project_name_taken' })}
      {...PLAIN}
      onEdit={forget}
      onLeave={() => void ask(String(form.getValues(name)))}
    />
  )
}

/**
 * Looks a name up among the projects. A search, since it is no fault that there is none: the exact
 * name comes first. Names that no project may have are known to the server alone.
 */
function useNameCheck() {
  const [state, setState] = useState<NameState>('unknown')
  const asking = useRef<AbortController>(null)
  useEffect(() => () => asking.current?.abort(), [])

  function forget(): void {
    asking.current?.abort()
    setState('unknown')
  }

  async function ask(typed: string): Promise<void> {
    asking.current?.abort()
    const abort = new AbortController()
    asking.current = abort
    try {
      const name = (await import('./schemas.ts')).readProjectName(typed)
      if (abort.signal.aborted || name === undefined) return
      setState('checking')
      const query = { q: name, limit: 1 }
      const { items } = await call(searchProjects, { query }, abort.signal)
      const isTaken = items[0]?.normalizedName === normalizeName(name)
      setState(isTaken ? 'taken' : 'free')
    } catch {
      if (!abort.signal.aborted) setState('unknown')
    }
  }

  return { state, ask, forget }
}
