import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changeRole, removePerson, type Project, type ProjectRole } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { showToast } from '../../ui/toast.tsx'
import { forgetPeople } from './queries.ts'

/** Changes a role of somebody, or ends it; each says what it did. */
export function useChangePeople({ name }: Project, ownName: string | undefined) {
  const t = useTranslations('people')
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: ({ username, role }: { username: string; role: ProjectRole }) =>
      call(changeRole, { params: { project: name, username }, body: { role } }),
    onSuccess: async (_person, { username, role }) => {
      await forgetPeople(client)
      const isOwn = username === ownName
      showToast(isOwn ? t('steppedDown', { name }) : t(`changed_${role}`, { username }))
    },
  })
  const remove = useMutation({
    mutationFn: (username: string) => call(removePerson, { params: { project: name, username } }),
    onSuccess: async (_nothing, username) => {
      await forgetPeople(client)
      showToast(t('removed', { username, name }))
    },
  })
  return { change, remove }
}
