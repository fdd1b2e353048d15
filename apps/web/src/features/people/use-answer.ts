import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  acceptProjectInvitation,
  declineProjectInvitation,
  type OwnProjectInvitation,
} from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import { showToast } from '../../ui/toast.tsx'
import { forgetPeople } from './queries.ts'

/** Accepts and declines invitations; what became of one is asked for again, refused or not. */
export function useAnswer() {
  const t = useTranslations('ownInvitations')
  const client = useQueryClient()
  const onSettled = () => forgetPeople(client)
  const accept = useMutation({
    mutationFn: ({ id }: OwnProjectInvitation) => call(acceptProjectInvitation, { params: { id } }),
    onSuccess: ({ role, project: { name } }) => showToast(t(`accepted_${role}`, { name })),
    onSettled,
  })
  const decline = useMutation({
    mutationFn: ({ id }: OwnProjectInvitation) =>
      call(declineProjectInvitation, { params: { id } }),
    onSuccess: ({ project: { name } }) => showToast(t('declined', { name })),
    onSettled,
  })
  return { accept, decline }
}
