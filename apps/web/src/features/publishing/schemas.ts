import { GithubQuestion, NewProjectName, PublisherIdentity } from '@wheelhouse/shared-types'
import * as z from 'zod/mini'
import { toIdentity } from './identity-form.ts'

/** What the forms of publishers are checked by: fetched after them, with zod. */
export { PublisherConstraint } from '@wheelhouse/shared-types'

const identity = z.pipe(z.transform(toIdentity), PublisherIdentity)

/** The form of a publisher of a project. Its fields have the names of the contract's. */
export const PublisherForm = z.strictObject({ identity })

/** The form of a publisher for a project that does not exist yet. */
export const PendingPublisherForm = z.strictObject({ project: NewProjectName, identity })

/** The name of a project as it is kept, if it can be one. */
export function readProjectName(typed: string): string | undefined {
  const read = z.safeParse(NewProjectName, typed)
  return read.success ? read.data : undefined
}

const { shape } = GithubQuestion

/** What GitHub can be asked of what was typed: leaves out the rest; `undefined` without an owner. */
export function readGithubQuestion(typed: { owner: string; repository: string; workflow: string }) {
  const owner = z.safeParse(shape.owner, typed.owner)
  if (!owner.success) return undefined
  const repository = z.safeParse(shape.repository, typed.repository)
  const workflow = z.safeParse(shape.workflow, typed.workflow)
  if (!repository.success || repository.data === undefined) return { owner: owner.data }
  return {
    owner: owner.data,
    repository: repository.data,
    ...(workflow.success && { workflow: workflow.data }),
  }
}
