import { useQueryClient } from '@tanstack/react-query'
import {
  inviteToProject,
  PROJECT_INVITATION_DAYS,
  PROJECT_ROLES,
  type Project,
} from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { FormRadioCards } from '../../components/forms/form-fields.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Callout } from '../../ui/callout.tsx'
import styles from './people.module.css'
import { forgetPeople } from './queries.ts'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).InvitationToProject

/** An owner offers somebody a role, with what it is good for beside each. */
export function InviteForm({ project }: { project: Project }) {
  const t = useTranslations('people')
  const client = useQueryClient()
  const [invited, setInvited] = useState<string>()
  const form = useContractForm({
    schema,
    defaultValues: { user: '', role: 'maintainer' },
    problemFields: { already_member: 'user', already_invited: 'user' },
    submit: async (body) => {
      setInvited(undefined)
      const { username } = await call(inviteToProject, { params: { project: project.name }, body })
      form.form.reset()
      setInvited(username)
      await forgetPeople(client)
    },
  })
  return (
    <section className={styles.section}>
      <h2>{t('inviteHeading')}</h2>
      <Form form={form}>
        <FormText
          name="user"
          label={t('user')}
          hint={t('userHint')}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
        <FormRadioCards
          name="role"
          legend={t('role')}
          options={PROJECT_ROLES.toReversed().map((role) => ({
            value: role,
            label: t(`role_${role}`),
            hint: t(`may_${role}`),
          }))}
        />
        <SubmitButton label={t('invite')} pendingLabel={t('inviting')} />
        {invited !== undefined && (
          <Callout tone="success" live>
            {t('invited', { username: invited, days: PROJECT_INVITATION_DAYS })}
          </Callout>
        )}
      </Form>
    </section>
  )
}
