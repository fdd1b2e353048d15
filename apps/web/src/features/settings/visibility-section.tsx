import { useQueryClient } from '@tanstack/react-query'
import { setProjectVisibility, type Project, type Visibility } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { forgetProjects } from '../projects/queries.ts'
import { Section } from './section.tsx'

/** Who may read the project: everybody, or its people alone. */
export function VisibilitySection({ project }: { project: Project }) {
  const t = useTranslations('settings.visibility')
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const { name, normalizedName } = project
  const next: Visibility = project.visibility === 'public' ? 'private' : 'public'

  async function change(): Promise<void> {
    const params = { project: normalizedName }
    await call(setProjectVisibility, { params, body: { visibility: next } })
    await forgetProjects(client)
    showToast(t(`done_${next}`, { name }))
  }

  return (
    <Section id="visibility" title={t('title')} lead={t(`is_${project.visibility}`)}>
      <Button onClick={() => setOpen(true)}>{t(`act_${next}`)}</Button>
      <LazyConfirm
        open={open}
        title={t(`ask_${next}`, { name })}
        actionLabel={t(`act_${next}`)}
        pendingLabel={t('pending')}
        typedName={name}
        onConfirm={change}
        onClose={() => setOpen(false)}
      >
        <p>{t(`follows_${next}`)}</p>
      </LazyConfirm>
    </Section>
  )
}
