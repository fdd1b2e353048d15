import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useStore } from '../../lib/store.ts'
import { announce } from '../../ui/announcer.tsx'
import { forgetProjects } from '../projects/queries.ts'
import { noticeSessionEnd } from '../session/session-end.ts'
import { createUploadQueue, isUnderWay } from './upload-queue.ts'

/**
 * A queue for as long as the screen is there. What comes of each file is read out, and what the app
 * knows of projects is asked for again. Going away cancels what is under way.
 */
export function useUploadQueue() {
  const client = useQueryClient()
  const t = useTranslations('upload.said')
  const [queue] = useState(() =>
    createUploadQueue(({ name }, state) => {
      if (state.kind === 'failed') noticeSessionEnd(client, state.error)
      if (state.kind === 'stored') void forgetProjects(client)
      announce(t(state.kind, { file: name }))
    }),
  )
  const items = useStore(queue.items)
  const left = items.filter(isUnderWay).length

  useEffect(() => () => queue.cancelAll(), [queue])
  useEffect(() => {
    if (left === 0) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [left])
  return { queue, items, left }
}
