import { useQueryClient } from '@tanstack/react-query'
import {
  addPendingPublisher,
  listPendingPublishers,
  type PendingPublisher,
} from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { AddedPublisher } from './added-publisher.tsx'
import { emptyIdentity } from './identity-form.ts'
import { NewProjectName } from './new-project-name.tsx'
import type { Prefill } from './prefill.ts'
import { PrefillNote } from './prefill-note.tsx'
import { PublisherFields, type Trusted } from './publisher-fields.tsx'
import styles from './publishing.module.css'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).PendingPublisherForm

/** The form of a publisher for a project that does not exist yet; after it, the file it needs. */
export function AddPendingPublisher(props: { name: string; trusted: Trusted; prefill: Prefill }) {
  const { name, trusted, prefill } = props
  const t = useTranslations('publishing')
  const client = useQueryClient()
  const [added, setAdded] = useState<PendingPublisher>()
  const [noted, setNoted] = useState(true)
  const form = useContractForm({
    schema,
    defaultValues: { project: name, identity: prefill.fields },
    submit: async (body) => {
      const pending = await call(addPendingPublisher, { body })
      setNoted(false)
      setAdded(pending)
      form.form.reset({ project: '', identity: emptyIdentity(pending.identity.kind) })
      await client.invalidateQueries({ queryKey: [listPendingPublishers.id] })
    },
  })
  return (
    <section className={styles.section}>
      <h2>{t('pending.addTitle')}</h2>
      {added !== undefined ? (
        <AddedPublisher
          key={added.id}
          title={t('pending.doneTitle', { name: added.project })}
          identity={added.identity}
          onMore={() => setAdded(undefined)}
        >
          {t('pending.done')}
        </AddedPublisher>
      ) : (
        <>
          {noted && <PrefillNote prefill={prefill} />}
          <Form form={form}>
            <NewProjectName name="project" />
            <PublisherFields trusted={trusted} />
            <SubmitButton label={t('add.submit')} pendingLabel={t('add.pending')} />
          </Form>
        </>
      )}
    </section>
  )
}
