import { textClaim } from './claims.ts'
import type { Provider } from './provider.ts'

/** The one builder of ActiveState whose tokens are for publishing. */
const BUILDER = 'pypi-publisher'

/** Builds of the ActiveState platform. */
export const activestateProvider: Provider<'activestate'> = {
  kind: 'activestate',
  shown: ['organization', 'project', 'actor_id', 'builder'],

  candidates: (claims) => {
    const organization = textClaim(claims, 'organization')
    const project = textClaim(claims, 'project')
    const actorId = textClaim(claims, 'actor_id')?.toLowerCase()
    if (organization === undefined || project === undefined || actorId === undefined) return []
    const actor = textClaim(claims, 'actor') ?? ''
    return [{ kind: 'activestate', organization, project, actor, actorId }]
  },

  mismatch: ({ organization, project, actorId }, claims) => {
    if (textClaim(claims, 'sub') !== `org:${organization}:project:${project}`) return 'sub'
    if (textClaim(claims, 'organization') !== organization) return 'organization'
    if (textClaim(claims, 'project') !== project) return 'project'
    if (textClaim(claims, 'actor_id')?.toLowerCase() !== actorId) return 'actor_id'
    if (textClaim(claims, 'builder') !== BUILDER) return 'builder'
    return undefined
  },

  precision: () => 0,

  describe: ({ organization, project }) => ({
    name: `${organization}/${project}`,
    repositoryUrl: null,
    workflow: null,
    environment: null,
    ref: null,
    commit: null,
  }),
}
