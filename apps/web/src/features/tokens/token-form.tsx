import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  createToken,
  defaultLifetime,
  listTokens,
  offeredLifetimes,
  TOKEN_ACTIONS,
  type Token,
} from '@wheelhouse/shared-types'
import { useDeferredValue, useMemo, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { FormCheckboxes } from '../../components/forms/form-checkboxes.tsx'
import { FormRadioCards, FormSelect, FormTextArea } from '../../components/forms/form-fields.tsx'
import { FormText } from '../../components/forms/form-text.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Callout } from '../../ui/callout.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ownProjectsQuery } from '../projects/queries.ts'
import { toChoice, toTokenCreation } from './token-choices.ts'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).TokenForm

/** More projects than these get a filter. */
const MANY = 8

const ACTION_WORDS = {
  upload: ['mayUpload', 'mayUploadHint'],
  yank: ['mayYank', 'mayYankHint'],
  manage: ['mayManage', 'mayManageHint'],
  read: ['mayRead', 'mayReadHint'],
} as const

/**
 * A new token. What it is good for has no default: the widest choice should not be the easiest.
 * `onCreated` gets the value, which is kept nowhere else. `maxDays` as the site tells it.
 */
export function TokenForm(props: {
  maxDays: number | null
  onCreated: (token: Token, secret: string) => void
}) {
  const { maxDays, onCreated } = props
  const t = useTranslations('tokens')
  const client = useQueryClient()
  const form = useContractForm({
    schema,
    defaultValues: {
      name: '',
      // An empty choice is not of the schema: that is what makes somebody choose.
      scope: { kind: '' as 'account', projects: [], newProjects: '' },
      actions: ['upload', 'read'],
      expiresInDays: toChoice(defaultLifetime(maxDays)),
      networks: '',
    },
    problemFields: { token_name_taken: 'name' },
    submit: async (values) => {
      const { token, secret } = await call(createToken, { body: toTokenCreation(values) })
      onCreated(token, secret)
      await client.invalidateQueries({ queryKey: [listTokens.id] })
    },
  })
  return (
    <Form form={form}>
      <FormText
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
      />
      <FormRadioCards
        name="scope.kind"
        legend={t('forWhat')}
        options={[
          { value: 'projects', label: t('forProjects'), hint: t('forProjectsHint') },
          { value: 'account', label: t('forAccount'), hint: t('forAccountHint') },
        ]}
      />
      <ProjectChoice />
      <FormCheckboxes
        name="actions"
        legend={t('may')}
        options={TOKEN_ACTIONS.map((value) => ({
          value,
          label: t(ACTION_WORDS[value][0]),
          hint: t(ACTION_WORDS[value][1]),
        }))}
      />
      <FormSelect
        name="expiresInDays"
        label={t('life')}
        hint={maxDays === null ? t('lifeHint') : t('lifeHintMost', { days: maxDays })}
        options={offeredLifetimes(maxDays).map((days) => ({
          value: toChoice(days),
          label: days === null ? t('lifeNever') : t('lifeDays', { days }),
        }))}
      />
      <FormTextArea
        name="networks"
        label={t('networks')}
        hint={t('networksHint')}
        optional
        rows={2}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
      />
      <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
    </Form>
  )
}

/** The projects of a token that is not for all of them. It is a field also without any. */
function ProjectChoice() {
  const t = useTranslations('tokens')
  // The press is answered first, and hundreds of projects follow.
  const kind: unknown = useDeferredValue(useWatch({ name: 'scope.kind' }))
  const { data: projects, error, refetch } = useQuery(ownProjectsQuery())
  const [words, setWords] = useState('')
  const wanted = useDeferredValue(words).trim().toLowerCase()
  const options = useMemo(
    () =>
      (projects ?? [])
        .map(({ name, normalizedName }) => ({ value: normalizedName, label: name }))
        .filter(({ label }) => label.toLowerCase().includes(wanted)),
    [projects, wanted],
  )
  if (kind !== 'projects') return null
  return (
    <>
      <FormCheckboxes
        name="scope.projects"
        legend={t('projects')}
        options={options}
        tools={
          projects === undefined ? (
            error === null ? (
              <Skeleton lines={4} />
            ) : (
              <ErrorState error={error} onRetry={() => void refetch()} />
            )
          ) : projects.length === 0 ? (
            <Callout tone="warning">{t('noProjects')}</Callout>
          ) : (
            projects.length > MANY && (
              <TextField
                label={t('projectFilter')}
                hideLabel
                placeholder={t('projectFilter')}
                type="search"
                value={words}
                autoComplete="off"
                spellCheck={false}
                onChange={({ target }) => setWords(target.value)}
                onKeyDown={(event) => {
                  // Enter would send the form.
                  if (event.key === 'Enter') event.preventDefault()
                }}
              />
            )
          )
        }
      />
      <FormText
        name="scope.newProjects"
        label={t('newProjects')}
        hint={t('newProjectsHint')}
        optional
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </>
  )
}
