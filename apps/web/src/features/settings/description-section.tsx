import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  changeDescription,
  DESCRIPTION_MAX_LENGTH,
  DESCRIPTION_TYPES,
  restoreDescription,
  type Project,
  type ReleaseDescription,
} from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { FormSelect, FormTextArea } from '../../components/forms/form-fields.tsx'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { LazyConfirm } from '../../ui/lazy-confirm.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { forgetProjects } from '../projects/queries.ts'
import { descriptionQuery, overviewQuery } from './queries.ts'
import { Section } from './section.tsx'
import { readLinks, writeLinks } from './settings-forms.ts'
import styles from './settings.module.css'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).DescriptionForm

/** Description and links of the latest release, which can be changed without a new one. */
export function DescriptionSection({ project }: { project: Project }) {
  const t = useTranslations('settings.description')
  const { latestVersion, normalizedName } = project
  const overview = useQuery(overviewQuery(normalizedName)).data
  const [editing, setEditing] = useState(false)
  if (overview === undefined) return null
  return (
    <Section id="description" title={t('title')} lead={t('lead')}>
      {latestVersion === null ? (
        <p>{t('noRelease')}</p>
      ) : !overview.refreshesDescriptions ? (
        <p>{t('off')}</p>
      ) : editing ? (
        <Loaded project={project} version={latestVersion} onClose={() => setEditing(false)} />
      ) : (
        <Button onClick={() => setEditing(true)}>{t('edit', { version: latestVersion })}</Button>
      )}
    </Section>
  )
}

type Editing = { project: Project; version: string; onClose: () => void }

function Loaded(props: Editing) {
  const { project, version } = props
  const query = useQuery(descriptionQuery(project.normalizedName, version))
  const { data, error, refetch } = query
  if (data !== undefined) return <Editor {...props} known={data} />
  return error === null ? (
    <Skeleton lines={8} />
  ) : (
    <ErrorState error={error} onRetry={() => void refetch()} />
  )
}

function Editor({ project, version, onClose, known }: Editing & { known: ReleaseDescription }) {
  const t = useTranslations('settings.description')
  const tCommon = useTranslations('common.actions')
  const done = useDone(onClose)
  const params = { project: project.normalizedName, version }
  const form = useContractForm({
    schema,
    defaultValues: {
      description: known.description,
      contentType: known.contentType,
      links: writeLinks(known.links),
    },
    submit: async ({ links, ...body }) => {
      await call(changeDescription, { params, body: { ...body, links: readLinks(links) } })
      await done(t('done', { version }))
    },
  })
  return (
    <div className={styles.wide}>
      {known.changed !== null && (
        <Changed
          changed={known.changed}
          version={version}
          onRestore={async () => {
            await call(restoreDescription, { params })
            await done(t('restored', { version }))
          }}
        />
      )}
      <Form form={form}>
        <FormSelect
          name="contentType"
          label={t('type')}
          options={DESCRIPTION_TYPES.map((value) => ({ value, label: t(TYPE_WORDS[value]) }))}
        />
        <FormTextArea
          name="description"
          label={t('text')}
          hint={t('textHint')}
          optional
          rows={16}
          limit={DESCRIPTION_MAX_LENGTH}
          dir="auto"
        />
        <FormTextArea
          name="links"
          label={t('links')}
          hint={t('linksHint')}
          optional
          rows={5}
          spellCheck={false}
        />
        <SubmitButton label={t('submit')} pendingLabel={t('pending')}>
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
        </SubmitButton>
      </Form>
    </div>
  )
}

const TYPE_WORDS = {
  'text/markdown': 'markdown',
  'text/x-rst': 'rst',
  'text/plain': 'plain',
} as const

/** That it was changed already, and the way back to what the files say. */
function Changed(props: {
  changed: NonNullable<ReleaseDescription['changed']>
  version: string
  onRestore: () => Promise<void>
}) {
  const { changed, version, onRestore } = props
  const t = useTranslations('settings.description')
  const format = useFormatter()
  const [asked, setAsked] = useState(false)
  const day = format.dateTime(new Date(changed.at), { dateStyle: 'long' })
  return (
    <Callout actions={<Button onClick={() => setAsked(true)}>{t('restore')}</Button>}>
      {t('changed', { day, who: changed.by })}
      <LazyConfirm
        open={asked}
        title={t('restoreTitle', { version })}
        actionLabel={t('restore')}
        pendingLabel={t('pending')}
        onConfirm={onRestore}
        onClose={() => setAsked(false)}
      >
        <p>{t('restoreBody')}</p>
      </LazyConfirm>
    </Callout>
  )
}

/** After a change: everything that shows it is asked for again, and the form is gone. */
function useDone(onClose: () => void) {
  const client = useQueryClient()
  return async (words: string): Promise<void> => {
    await forgetProjects(client)
    onClose()
    showToast(words)
  }
}
