import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  deleteFile,
  deleteProject,
  deleteRelease,
  undoDeletion,
  type Deletion,
  type UndoObstacle,
} from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { toUiError } from '../../api/ui-error.ts'
import { useProblemWords } from '../../lib/use-problem-words.ts'
import { showToast } from '../../ui/toast.tsx'
import { forgetProjects } from '../projects/queries.ts'
import type { Doomed } from './queries.ts'

function remove({ kind, project, target }: Doomed): Promise<Deletion> {
  const query = { confirm: target }
  switch (kind) {
    case 'file':
      return call(deleteFile, { params: { project, filename: target }, query })
    case 'release':
      return call(deleteRelease, { params: { project, version: target }, query })
    case 'project':
      return call(deleteProject, { params: { project }, query })
  }
}

/** What is said to be deleted or back: a version alone tells nothing. */
export const nameOf = ({ kind, project, target }: Pick<Doomed, 'kind' | 'project' | 'target'>) =>
  kind === 'release' ? `${project} ${target}` : target

/** Words for why something cannot be brought back. */
export function useUndoFault(): (error: unknown) => string {
  const t = useTranslations('deleting.obstacles')
  const problemWords = useProblemWords()
  return (error) => {
    const { code, reason } = toUiError(error)
    const obstacle = reason as UndoObstacle
    return code === 'undo_blocked' && t.has(obstacle) ? t(obstacle) : problemWords(code)
  }
}

/**
 * Deletes, and brings back. A deletion says what it did and offers its undoing, where there is one;
 * an undoing that fails is told where the offer stood. `onDeleted` runs before anything is asked for
 * again: what is gone should not be shown any more then.
 */
export function useDeletion(onDeleted?: () => unknown) {
  const client = useQueryClient()
  const t = useTranslations('deleting')
  const fault = useUndoFault()
  const undo = useMutation({
    mutationFn: ({ normalizedName: project, id }: Deletion) =>
      call(undoDeletion, { params: { project, id } }),
    onSuccess: async (_nothing, deletion) => {
      showToast(t('undone', { target: nameOf(deletion) }))
      await forgetProjects(client)
    },
  })
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: async (deletion) => {
      const offer =
        deletion.undoUntil === null
          ? undefined
          : () => undo.mutate(deletion, { onError: (error) => showToast(fault(error)) })
      showToast(t('done', { target: nameOf(deletion) }), offer)
      await onDeleted?.()
      await forgetProjects(client)
    },
  })
  return { remove: removal, undo }
}
