import { useQuery } from '@tanstack/react-query'
import type { Project, ProjectRole } from '@wheelhouse/shared-types'
import { accountQuery } from '../session/queries.ts'

/** The role of the signed-in person in a project. */
export function useOwnRole(project: Project): ProjectRole | undefined {
  const username = useQuery(accountQuery()).data?.username
  return project.people.find((person) => person.username === username)?.role
}

/** Names of the owners, to be put into a sentence. */
export const ownersOf = (project: Project): string[] =>
  project.people.flatMap(({ username, role }) => (role === 'owner' ? [username] : []))
