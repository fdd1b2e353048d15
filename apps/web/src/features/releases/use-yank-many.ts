import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unyankReleases, yankReleases, type ReleaseSummary } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { useProblemWords } from '../../lib/use-problem-words.ts'
import { showToast } from '../../ui/toast.tsx'
import { forgetProjects } from '../projects/queries.ts'

type Many = { releases: readonly ReleaseSummary[]; reason: string }

const versionsOf = (releases: readonly ReleaseSummary[]) => releases.map(({ version }) => version)

/**
 * Yanks several releases of a project, or takes their yanks back: all or none. A yank offers its
 * undoing for those that were not yanked before; reasons of before cannot be had back at once.
 */
export function useYankMany(project: string) {
  const client = useQueryClient()
  const t = useTranslations('manage')
  const problemWords = useProblemWords()
  const onUndoError = (error: unknown) => showToast(problemWords(toUiError(error).code))

  const yank = useMutation({
    mutationFn: ({ releases, reason }: Many) =>
      call(yankReleases, {
        params: { project },
        body: { versions: versionsOf(releases), reason },
      }),
    onSuccess: async (_done, { releases }) => {
      const fresh = releases.filter(({ yanked }) => !yanked)
      await forgetProjects(client)
      showToast(
        t('yankedMany', { count: releases.length, name: project }),
        fresh.length === 0 ? undefined : () => unyank.mutate(fresh, { onError: onUndoError }),
      )
    },
  })
  const unyank = useMutation({
    mutationFn: (releases: readonly ReleaseSummary[]) =>
      call(unyankReleases, { params: { project }, body: { versions: versionsOf(releases) } }),
    onSuccess: async (_done, releases) => {
      await forgetProjects(client)
      showToast(t('unyankedMany', { count: releases.length, name: project }))
    },
  })
  return { yank, unyank }
}
