import { useQueryClient } from '@tanstack/react-query'
import { addPublisher, type Publisher } from '@wheelhouse/shared-types'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { Form } from '../../components/forms/form.tsx'
import { SubmitButton } from '../../components/forms/submit-button.tsx'
import { useContractForm } from '../../components/forms/use-contract-form.ts'
import { AddedPublisher } from './added-publisher.tsx'
import { emptyIdentity } from './identity-form.ts'
import type { Prefill } from './prefill.ts'
import { PrefillNote } from './prefill-note.tsx'
import { PublisherFields, type Trusted } from './publisher-fields.tsx'
import styles from './publishing.module.css'
import { forgetPublishers } from './queries.ts'
import { identityName } from './use-identity-words.ts'

// Fetched after the form, with zod.
const schema = async () => (await import('./schemas.ts')).PublisherForm

/** The form of a new publisher of a project; after it, the file that its build needs. */
export function AddPublisher(props: { project: string; trusted: Trusted; prefill: Prefill }) {
  const { project, trusted, prefill } = props
  const t = useTranslations('publishing.add')
  const client = useQueryClient()
  const [added, setAdded] = useState<Publisher>()
  const [noted, setNoted] = useState(true)
  const form = useContractForm({
    schema,
    defaultValues: { identity: prefill.fields },
    submit: async (body) => {
      const publisher = await call(addPublisher, { params: { project }, body })
      setNoted(false)
      setAdded(publisher)
      form.form.reset({ identity: emptyIdentity(publisher.identity.kind) })
      await forgetPublishers(client, project)
    },
  })
  return (
    <section className={styles.section}>
      <h2>{t('title')}</h2>
      {added !== undefined ? (
        <AddedPublisher
          key={added.id}
          title={t('doneTitle')}
          identity={added.identity}
          onMore={() => setAdded(undefined)}
        >
          {t('done', { name: identityName(added.identity) })}
        </AddedPublisher>
      ) : (
        <>
          {noted && <PrefillNote prefill={prefill} />}
          <Form form={form}>
            <PublisherFields trusted={trusted} />
            <SubmitButton label={t('submit')} pendingLabel={t('pending')} />
          </Form>
        </>
      )}
    </section>
  )
}
