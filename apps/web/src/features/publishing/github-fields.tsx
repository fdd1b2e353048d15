import type { GithubLookup } from '@wheelhouse/shared-types'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { useContractFormContext } from '../../components/forms/form-context.ts'
import { FormText } from '../../components/forms/form-text.tsx'
import { announce } from '../../ui/announcer.tsx'
import { readRepository } from './prefill.ts'
import { PLAIN } from './plain-input.ts'
import { useGithubLookup } from './use-github-lookup.ts'

const FOLDER = /^\/?\.github\/workflows\//

/**
 * A workflow of GitHub Actions. What is typed is looked up when a field is left, and what GitHub
 * does not show is said below it: a warning, since it may be private, or come later.
 */
export function GithubFields() {
  const t = useTranslations('publishing.fields')
  const tForms = useTranslations('forms')
  const { form } = useContractFormContext()
  const { state, ask, forget } = useGithubLookup()
  const notes = useNotes(state.answer)
  const text = (name: string) => String(form.getValues(`identity.${name}`) ?? '')

  async function look(): Promise<void> {
    await ask({
      owner: text('owner'),
      repository: text('repository'),
      workflow: text('workflow'),
    })
  }

  /** The address of a repository, or both names with a slash between, are taken apart. */
  function takeApart(): void {
    const typed = text('owner').trim()
    const [, owner, repository] = /^@?([\w-]+)\/([\w.-]+)$/.exec(typed) ?? []
    const found =
      owner === undefined ? readRepository(typed) : { kind: 'github' as const, owner, repository }
    if (found?.kind !== 'github') return
    form.setValue('identity.owner', found.owner)
    form.setValue('identity.repository', found.repository)
    void form.trigger(['identity.owner', 'identity.repository'])
  }

  // A form that begins filled in is looked up at once.
  const first = useRef(look)
  useEffect(() => void first.current(), [])

  const field = (name: string) => ({
    name: `identity.${name}`,
    onEdit: forget,
    onLeave: () => void look(),
    ...PLAIN,
  })
  return (
    <>
      <FormText
        {...field('owner')}
        label={t('owner')}
        hint={t('ownerHint')}
        note={state.checking ? tForms('checking') : notes.owner}
        onLeave={() => {
          takeApart()
          void look()
        }}
      />
      <FormText {...field('repository')} label={t('repository')} note={notes.repository} />
      <FormText
        {...field('workflow')}
        label={t('workflow')}
        hint={t('workflowHint')}
        note={notes.workflow}
        onLeave={() => {
          form.setValue('identity.workflow', text('workflow').trim().replace(FOLDER, ''))
          void form.trigger('identity.workflow')
          void look()
        }}
      />
      <FormText
        name="identity.environment"
        label={t('environment')}
        hint={t('environmentHint')}
        optional
        {...PLAIN}
      />
      <FormText
        name="identity.ownerId"
        label={t('ownerId')}
        hint={t('ownerIdHint')}
        optional
        inputMode="numeric"
        {...PLAIN}
      />
    </>
  )
}

/** What to say below each field; what is missing is read out too, since the focus has moved on. */
function useNotes(answer: GithubLookup | undefined) {
  const t = useTranslations('publishing.check')
  const { owner, ownerId, repository, workflow, trouble } = answer ?? {}
  const ownerNote =
    trouble != null
      ? t(trouble)
      : owner === 'missing'
        ? t('ownerMissing')
        : ownerId != null
          ? t('ownerFound', { id: ownerId })
          : undefined
  const missing = {
    repository: repository === 'missing' && owner === 'found' ? t('repositoryMissing') : undefined,
    workflow: workflow === 'missing' && repository === 'found' ? t('workflowMissing') : undefined,
  }
  const warning =
    (owner === 'missing' || trouble != null ? ownerNote : undefined) ??
    missing.repository ??
    missing.workflow
  useEffect(() => {
    if (warning !== undefined) announce(warning)
  }, [warning])
  return { owner: ownerNote, ...missing }
}
