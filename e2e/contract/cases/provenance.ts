import { expect } from '@jest/globals'
import { getRelease } from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'

export const provenanceCases: readonly Case[] = casesOf(getRelease, [
  [
    'success',
    'tells which files come from a trusted publisher, and where the proof is',
    async (world) => {
      const owner = await world.person()
      const tags = ['py3-none-any', 'py3-none-win_amd64']
      const project = await world.seedProject(owner, [{ version: '1.0', tags }])
      const params = { project, version: '1.0' }
      const before = await world.visitor().ok(getRelease, { params })
      expect(before.files.map(({ provenance }) => provenance)).toEqual([null, null])
      const filename = before.files[1]!.filename
      await world.target.attest(filename)
      const { files } = await world.visitor().ok(getRelease, { params })
      expect(files[0]!.provenance).toBeNull()
      const { publisher, attestations, url } = files[1]!.provenance!
      expect(publisher).toEqual({
        kind: 'github',
        repository: 'octo/sample',
        workflow: 'release.yml',
        environment: 'release',
      })
      expect(attestations).toHaveLength(2)
      expect(attestations[0]).toMatchObject({
        predicateType: 'https://docs.pypi.org/attestations/publish/v1',
        logIndex: expect.stringMatching(/^\d+$/),
        sourceRepositoryUrl: 'https://github.com/octo/sample',
        sourceCommit: expect.stringMatching(/^[0-9a-f]{40}$/),
      })
      const path = `/integrity/${project}/1.0/${filename}/provenance`
      expect(url).toBe(`${world.target.origin}${path}`)
    },
  ],
])
