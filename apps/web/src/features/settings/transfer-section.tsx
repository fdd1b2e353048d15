import { useQuery, useQueryClient } from '@tanstack/react-query'
import { transferProject, TRANSFER_ENDINGS, type Project } from '@wheelhouse/shared-types'
import { useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { FormCheckbox } from '../../components/forms/form-checkbox.tsx'
import { FormRadioCards, FormSelect } from '../../components/forms/form-fields.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { paths } from '../../paths.ts'
import { showToast } from '../../ui/toast.tsx'
import { forgetProjects } from '../projects/queries.ts'
import { accountQuery } from '../session/queries.ts'
import { Section } from './section.tsx'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).TransferForm

/** Hand the project to one of its people. */
export function TransferSection({ project }: { project: Project }) {
  const t = useTranslations('settings.transfer')
  const username = useQuery(accountQuery()).data?.username
  const others = project.people.filter((person) => person.username !== username)
  return (
    <Section id="transfer" title={t('title')} lead={t('lead')}>
      {others.length === 0 ? (
        <p>{t('nobody')}</p>
      ) : (
        <Handover project={project} others={others.map((person) => person.username)} />
      )}
    </Section>
  )
}

function Handover({ project, others }: { project: Project; others: readonly string[] }) {
  const t = useTranslations('settings.transfer')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { name, normalizedName } = project
  const form = useContractForm({
    schema,
    defaultValues: { username: '', ending: 'maintainer', confirm: '', understood: false },
    problemFields: { confirmation_mismatch: 'confirm' },
    submit: async ({ understood: _, ...body }) => {
      await call(transferProject, { params: { project: normalizedName }, body })
      // Whoever left has nothing to do here any more.
      if (body.ending === 'leave') await navigate(paths.ownProjects())
      await forgetProjects(client)
      showToast(t('done', { name, username: body.username }))
    },
  })
  return (
    <Form form={form}>
      <FormSelect
        name="username"
        label={t('to')}
        hint={t('toHint')}
        options={[
          { value: '', label: t('choose') },
          ...others.map((value) => ({ value, label: value })),
        ]}
      />
      <FormRadioCards
        name="ending"
        legend={t('ending')}
        options={TRANSFER_ENDINGS.map((value) => ({
          value,
          label: t(value),
          hint: t(`${value}Hint`),
        }))}
      />
      <FormCheckbox name="understood" label={t('understood')} />
      <FormText
        name="confirm"
        label={t('confirm', { name })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        mono
      />
      <SubmitButton variant="danger" label={t('submit')} pendingLabel={t('pending')} />
    </Form>
  )
}
