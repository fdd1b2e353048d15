import { expect } from '@jest/globals'
import { deleteFile, fillPath, getRelease, type Release } from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem } from '../caller.ts'
import type { Person, World } from '../world.ts'

async function seedOne(world: World) {
  const owner = await world.person()
  const project = await world.seedProject(owner, [{ version: '1.0' }])
  return { owner, project, params: { project, version: '1.0' } }
}

const show = (world: World, params: { project: string; version: string }): Promise<Release> =>
  world.visitor().ok(getRelease, { params })

export const fileCases: readonly Case[] = casesOf(deleteFile, [
  [
    'success',
    'makes the file disappear and leaves the others',
    async (world) => {
      const owner = await world.person()
      const tags = ['py3-none-any', 'py3-none-win_amd64']
      const project = await world.seedProject(owner, [{ version: '1.0', tags }])
      const params = { project, version: '1.0' }
      const [first, second] = (await show(world, params)).files
      const filename = first?.filename ?? ''
      await owner.ok(deleteFile, { params: { project, filename }, query: { confirm: filename } })
      expect((await show(world, params)).files).toEqual([second])
      const again = await owner.ask(deleteFile, {
        params: { project, filename },
        query: { confirm: filename },
      })
      expectProblem(again, 'not_found')
    },
  ],
  [
    'confirmation_mismatch',
    'deletes nothing unless the name was typed',
    async (world) => {
      const { owner, project, params } = await seedOne(world)
      const filename = (await show(world, params)).files[0]?.filename ?? ''
      const answer = await owner.ask(deleteFile, {
        params: { project, filename },
        query: { confirm: filename.toUpperCase() },
      })
      expectProblem(answer, 'confirmation_mismatch')
      expect((await show(world, params)).files).toHaveLength(1)
    },
  ],
  [
    'validation_failed',
    'wants the confirmation',
    async (world) => {
      const { owner, project } = await seedOne(world)
      const path = fillPath(deleteFile.path, { project, filename: 'x.whl' })
      expectProblem(await owner.send({ method: 'DELETE', path }), 'validation_failed', [
        ['/query/confirm', 'required'],
      ])
    },
  ],
  [
    'not_found',
    'knows no such project and no such file',
    async (world) => {
      const { owner, project } = await seedOne(world)
      const filename = 'missing-1.0-py3-none-any.whl'
      for (const name of [project, world.unique('missing')]) {
        const answer = await owner.ask(deleteFile, {
          params: { project: name, filename },
          query: { confirm: filename },
        })
        expectProblem(answer, 'not_found')
      }
    },
  ],
  [
    'forbidden',
    'is not for strangers',
    async (world) => {
      const { params } = await seedOne(world)
      await expectNoDeletion(world, await world.person(), params)
    },
  ],
  [
    'forbidden',
    'is not for maintainers',
    async (world) => {
      const { project, params } = await seedOne(world)
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      await expectNoDeletion(world, maintainer, params)
    },
  ],
])

async function expectNoDeletion(
  world: World,
  person: Person,
  params: { project: string; version: string },
) {
  const { files } = await show(world, params)
  const filename = files[0]?.filename ?? ''
  const answer = await person.ask(deleteFile, {
    params: { project: params.project, filename },
    query: { confirm: filename },
  })
  expectProblem(answer, 'forbidden')
  expect((await show(world, params)).files).toEqual(files)
}
