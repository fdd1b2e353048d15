import { BUILT_IN_ISSUERS, type PublisherKind, type Site } from '@wheelhouse/shared-types'
import { useEffect } from 'react'
import { useWatch } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { FormRadioCards, FormSelect } from '../../components/forms/form-fields.tsx'
import { FormText, type FormTextProps } from '../../components/forms/form-text.tsx'
import { ClaimRows } from './claim-rows.tsx'
import { GithubFields } from './github-fields.tsx'
import { PLAIN } from './plain-input.ts'
import { readRepository } from './prefill.ts'

export type Trusted = NonNullable<Site['trustedPublishing']>

/** The kinds that can be chosen: one of an issuer of its own takes one that is allowed. */
export function offeredKinds({ kinds, issuers }: Trusted): PublisherKind[] {
  return kinds.filter((kind) => kind !== 'oidc' || issuers.length > 0)
}

/** Where the build runs, and the fields of this place. Stands in a form whose body has `identity`. */
export function PublisherFields({ trusted }: { trusted: Trusted }) {
  const t = useTranslations('publishing')
  const kind = useWatch({ name: 'identity.kind' }) as PublisherKind
  return (
    <>
      <FormRadioCards
        name="identity.kind"
        legend={t('add.kind')}
        options={offeredKinds(trusted).map((value) => ({
          value,
          label: t(`kinds.${value}`),
          hint: t(`kindHints.${value}`),
        }))}
      />
      {kind === 'github' && <GithubFields />}
      {kind === 'gitlab' && <GitlabFields issuers={trusted.issuers} />}
      {kind === 'google' && <GoogleFields />}
      {kind === 'activestate' && <ActivestateFields />}
      {kind === 'oidc' && (
        <>
          <IssuerField
            label={t('fields.otherIssuer')}
            hint={t('fields.otherIssuerHint')}
            issuers={trusted.issuers}
          />
          <ClaimRows />
        </>
      )}
    </>
  )
}

/** A field of an identity, for a name that machines read. */
function Text({ name, ...props }: FormTextProps) {
  return <FormText {...PLAIN} {...props} name={`identity.${name}`} />
}

/** The issuers to choose from. The choice of another kind may be none of them. */
function IssuerField(props: { label: string; hint?: string; issuers: readonly string[] }) {
  const { form } = useContractFormContext()
  const { issuers } = props
  const [first = ''] = issuers
  useEffect(() => {
    const chosen: unknown = form.getValues('identity.issuer')
    if (typeof chosen !== 'string' || !issuers.includes(chosen)) {
      form.setValue('identity.issuer', first)
    }
  }, [form, issuers, first])
  return (
    <FormSelect
      name="identity.issuer"
      label={props.label}
      hint={props.hint}
      options={issuers.map((value) => ({ value, label: value }))}
      dir="ltr"
    />
  )
}

function GitlabFields({ issuers }: { issuers: readonly string[] }) {
  const t = useTranslations('publishing.fields')
  const { form } = useContractFormContext()
  return (
    <>
      <IssuerField label={t('issuer')} issuers={[BUILT_IN_ISSUERS.gitlab, ...issuers]} />
      <Text
        name="namespace"
        label={t('namespace')}
        hint={t('namespaceHint')}
        onLeave={() => {
          const found = readRepository(String(form.getValues('identity.namespace')), issuers)
          if (found?.kind !== 'gitlab') return
          for (const name of ['issuer', 'namespace', 'project'] as const) {
            form.setValue(`identity.${name}`, found[name])
          }
          void form.trigger(['identity.namespace', 'identity.project'])
        }}
      />
      <Text name="project" label={t('project')} />
      <Text name="workflowFilepath" label={t('path')} hint={t('pathHint')} />
      <Text name="environment" label={t('environment')} hint={t('environmentHint')} optional />
    </>
  )
}

function GoogleFields() {
  const t = useTranslations('publishing.fields')
  return (
    <>
      <Text name="email" label={t('email')} type="email" inputMode="email" />
      <Text name="sub" label={t('sub')} hint={t('subHint')} optional />
    </>
  )
}

function ActivestateFields() {
  const t = useTranslations('publishing.fields')
  return (
    <>
      <Text name="organization" label={t('organization')} />
      <Text name="project" label={t('activestateProject')} />
      <Text name="actor" label={t('actor')} />
      <Text name="actorId" label={t('actorId')} hint={t('actorIdHint')} />
    </>
  )
}
