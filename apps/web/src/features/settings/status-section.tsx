import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  OWN_STATUSES,
  setProjectStatus,
  STATUS_REASON_MAX_LENGTH,
  type OwnStatus,
  type Project,
} from '@wheelhouse/shared-types'
import { normalizeName } from '@wheelhouse/shared-types/python'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { FormRadioCards } from '../../components/forms/form-fields.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { showToast } from '../../ui/toast.tsx'
import { downloadsQuery, forgetProjects } from '../projects/queries.ts'
import { overviewQuery } from './queries.ts'
import { Section } from './section.tsx'
import { toStatusChange } from './settings-forms.ts'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).StatusForm

/** Archive, deprecate, or take that back. */
export function StatusSection({ project }: { project: Project }) {
  const t = useTranslations('settings.status')
  const client = useQueryClient()
  const { name, normalizedName, status, statusReason, replacement } = project
  const [asked, setAsked] = useState<ReturnType<typeof toStatusChange>>()
  const current: OwnStatus = OWN_STATUSES.find((own) => own === status) ?? 'active'
  const form = useContractForm({
    schema,
    defaultValues: {
      status: current,
      reason: statusReason ?? '',
      replacement: replacement?.name ?? '',
    },
    // Sent once the question is answered.
    submit: async (values) => setAsked(toStatusChange(values)),
  })
  const chosen = useWatch({ control: form.form.control, name: 'status' }) as OwnStatus
  const named = () => normalizeName(String(form.form.getValues('replacement')))

  async function change(): Promise<void> {
    if (asked === undefined) return
    const params = { project: normalizedName }
    const done = await call(setProjectStatus, { params, body: asked })
    await forgetProjects(client)
    const missing = done.replacement?.exists === false ? ` ${t('missing', done.replacement)}` : ''
    showToast(t(`done_${asked.status}`, { name }) + missing)
  }

  return (
    <Section id="status" title={t('title')} lead={t('lead')}>
      <Form form={form}>
        <FormRadioCards
          name="status"
          legend={t('state')}
          options={OWN_STATUSES.map((value) => ({
            value,
            label: t(value),
            hint: t(`${value}Hint`),
          }))}
        />
        {chosen !== 'active' && (
          <FormText
            name="reason"
            label={t('reason')}
            hint={t('reasonHint')}
            optional={chosen === 'archived'}
            maxLength={STATUS_REASON_MAX_LENGTH}
            autoComplete="off"
          />
        )}
        {chosen === 'deprecated' && (
          <FormText
            name="replacement"
            label={t('replacement')}
            hint={t('replacementHint')}
            optional
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            mono
            check={async () => (named() === normalizedName ? 'same_project' : undefined)}
          />
        )}
        <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
      </Form>
      <StatusQuestion
        project={project}
        asked={asked?.status}
        onConfirm={change}
        onClose={() => setAsked(undefined)}
      />
    </Section>
  )
}

/** What will follow; into the archive and out of it the name is typed. */
function StatusQuestion(props: {
  project: Project
  asked: OwnStatus | undefined
  onConfirm: () => Promise<void>
  onClose: () => void
}) {
  const { project, asked, onConfirm, onClose } = props
  const t = useTranslations('settings.status')
  const { name, normalizedName, status } = project
  const overview = useQuery(overviewQuery(normalizedName)).data
  const downloads = useQuery(downloadsQuery(name)).data
  if (asked === undefined) return null
  const isGrave = (asked === 'archived') !== (status === 'archived')
  return (
    <LazyConfirm
      open
      title={t(`ask_${asked}`, { name })}
      variant={asked === 'active' ? 'primary' : 'danger'}
      actionLabel={t(`act_${asked}`)}
      pendingLabel={t('pending')}
      {...(isGrave && { typedName: name })}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>{t(`follows_${asked}`)}</p>
      {overview !== undefined && downloads !== undefined && (
        <p>{t('impact', { files: overview.files, downloads: downloads.total })}</p>
      )}
    </LazyConfirm>
  )
}
