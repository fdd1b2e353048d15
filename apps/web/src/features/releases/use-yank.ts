import { useMutation, useQueryClient } from '@tanstack/react-query'
import { unyankRelease, yankRelease } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { useProblemWords } from '../../lib/use-problem-words.ts'
import { showToast } from '../../ui/toast.tsx'
import { forgetProjects } from '../projects/queries.ts'

type Yank = { version: string; reason: string | null }

/**
 * Yanks releases of a project and takes it back. Each says what it did and offers the other as
 * its undoing; a failed undoing is told where the offer stood.
 */
export function useYank(project: string) {
  const client = useQueryClient()
  const t = useTranslations('manage')
  const problemWords = useProblemWords()
  const onUndoError = (error: unknown) => showToast(problemWords(toUiError(error).code))

  const yank = useMutation({
    mutationFn: ({ version, reason }: Yank) =>
      call(yankRelease, { params: { project, version }, body: { reason: reason ?? '' } }),
    onSuccess: async (_release, { version, reason }) => {
      await forgetProjects(client)
      showToast(t('yankedNow', { name: project, version }), () =>
        unyank.mutate({ version, reason }, { onError: onUndoError }),
      )
    },
  })
  const unyank = useMutation({
    mutationFn: ({ version }: Yank) => call(unyankRelease, { params: { project, version } }),
    onSuccess: async (_release, { version, reason }) => {
      await forgetProjects(client)
      showToast(t('unyankedNow', { name: project, version }), () =>
        yank.mutate({ version, reason }, { onError: onUndoError }),
      )
    },
  })
  return { yank, unyank }
}
