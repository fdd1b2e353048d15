import { expect } from '@jest/globals'
import {
  checkUpload,
  createToken,
  getProject,
  getRelease,
  Problem,
  PROBLEM_MEDIA_TYPE,
  uploadFile,
  type TokenAction,
  type UploadCheck,
} from '@wheelhouse/shared-types'
import { casesOf, type Case } from '../case.ts'
import { expectProblem, toRaw, type Answer, type Caller } from '../caller.ts'
import { buildWheel, type Wheel } from '../targets/wheels.ts'
import type { Person, World } from '../world.ts'

/** A real wheel; `mark` makes two of one name differ. */
const wheelOf = (name: string, version = '1.0', mark = ''): Wheel =>
  buildWheel(name, { version, summary: mark }, 'py3-none-any')

const callOf = ({ filename, bytes }: Pick<Wheel, 'filename' | 'bytes'>) => ({
  query: { filename },
  content: bytes,
})
const check = (caller: Caller, file: Pick<Wheel, 'filename' | 'bytes'>): Promise<UploadCheck> =>
  caller.ok(checkUpload, callOf(file))
const send = (caller: Caller, file: Pick<Wheel, 'filename' | 'bytes'>): Promise<Answer> =>
  caller.ask(uploadFile, callOf(file))

/** Expects that a file is refused for one reason, by the upload and by the check alike. */
async function expectRefused(
  caller: Caller,
  file: Pick<Wheel, 'filename' | 'bytes'>,
  reason: string,
  status = 400,
): Promise<void> {
  const checked = await check(caller, file)
  expect(checked).toEqual({ ok: false, reason, message: expect.stringMatching(/\S/) })
  const answer = await send(caller, file)
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: { code: 'upload_refused', status, reason },
  })
  expect(answer.headers.get('content-type')?.split(';')[0]).toBe(PROBLEM_MEDIA_TYPE)
  expect(Problem.parse(answer.body).detail).toMatch(/\S/)
}

async function expectNoProject(world: World, project: string): Promise<void> {
  expectProblem(await world.visitor().ask(getProject, { params: { project } }), 'not_found')
}

const filesOf = async (world: World, project: string, version = '1.0'): Promise<string[]> => {
  const { files } = await world.visitor().ok(getRelease, { params: { project, version } })
  return files.map(({ filename }) => filename)
}

async function tokenOf(person: Person, actions: TokenAction[], projects?: string[]) {
  const scope =
    projects === undefined ? { kind: 'account' as const } : { kind: 'projects' as const, projects }
  const body = { name: `upload ${actions.join()} ${projects?.join() ?? ''}`, scope, actions }
  const { secret } = await person.ok(createToken, { body })
  return { authorization: `Bearer ${secret}` }
}

/** What both operations have in common: they take a file and nothing else. */
function transportOf(operation: typeof checkUpload | typeof uploadFile) {
  return casesOf(operation, [
    [
      'media_type',
      'refuses every type that another site could have sent, and JSON',
      async (world) => {
        const person = await world.anyone()
        const call = toRaw(operation, callOf(wheelOf('typed')))
        const types = [
          'multipart/form-data; boundary=x',
          'application/x-www-form-urlencoded',
          'text/plain',
          'application/json',
        ]
        for (const type of types) {
          const headers = { 'content-type': type }
          expectProblem(await person.send({ ...call, headers }), 'media_type')
        }
        expectProblem(await person.send({ ...call, without: ['content-type'] }), 'media_type')
      },
    ],
    [
      'validation_failed',
      'wants the name of the file, once',
      async (world) => {
        const person = await world.anyone()
        const call = toRaw(operation, callOf(wheelOf('named')))
        const at = (path: string) => ({ ...call, path })
        for (const path of [operation.path, `${operation.path}?filename=`]) {
          expectProblem(await person.send(at(path)), 'validation_failed', [
            ['/query/filename', 'required'],
          ])
        }
        const twice = await person.send(at(`${operation.path}?filename=a.whl&filename=b.whl`))
        expectProblem(twice, 'validation_failed', [['/query/filename', 'wrong_type']])
      },
    ],
  ])
}

const checking = casesOf(checkUpload, [
  [
    'success',
    'says what an upload would make, and makes nothing',
    async (world) => {
      const person = await world.person()
      const project = world.unique('checked')
      const file = wheelOf(project)
      for (let round = 0; round < 2; round += 1) {
        expect(await check(person, file)).toMatchObject({
          ok: true,
          project,
          version: '1.0',
          kind: 'wheel',
          newProject: true,
          newRelease: true,
        })
      }
      await expectNoProject(world, project)
    },
  ],
  [
    'success',
    'knows the project, its releases and its files',
    async (world) => {
      const person = await world.person()
      const project = await world.seedProject(person, [{ version: '1.0' }])
      const more = buildWheel(project, { version: '1.0' }, 'py3-none-win_amd64')
      expect(await check(person, more)).toMatchObject({ newProject: false, newRelease: false })
      const next = wheelOf(project, '1.1')
      expect(await check(person, next)).toMatchObject({ newProject: false, newRelease: true })
      await person.ok(uploadFile, callOf(next))
      expect(await check(person, next)).toEqual({
        ok: true,
        project,
        version: '1.1',
        kind: 'wheel',
        newProject: false,
        newRelease: false,
        warnings: ['already-here'],
      })
    },
  ],
  [
    'success',
    'takes a token that may upload, without cookie or Origin',
    async (world) => {
      const headers = await tokenOf(await world.person(), ['upload'])
      const call = toRaw(checkUpload, callOf(wheelOf(world.unique('by-token'))))
      const answer = await world.visitor().send({ ...call, headers, without: ['origin'] })
      expect(answer).toMatchObject({ status: 200, body: { ok: true } })
    },
  ],
])

const uploading = casesOf(uploadFile, [
  [
    'success',
    'publishes the file, and makes its project and release',
    async (world) => {
      const person = await world.person()
      const project = world.unique('sent')
      const file = wheelOf(project)
      expect(await person.ok(uploadFile, callOf(file))).toEqual({
        project,
        version: '1.0',
        filename: file.filename,
        outcome: 'stored',
      })
      expect(await filesOf(world, project)).toEqual([file.filename])
      const { people } = await world.visitor().ok(getProject, { params: { project } })
      expect(people).toEqual([{ username: person.username, role: 'owner', email: null }])
    },
  ],
  [
    'success',
    'changes nothing when it is sent again',
    async (world) => {
      const person = await world.person()
      const project = world.unique('again')
      const file = wheelOf(project)
      await person.ok(uploadFile, callOf(file))
      expect(await person.ok(uploadFile, callOf(file))).toEqual({
        project,
        version: '1.0',
        filename: file.filename,
        outcome: 'unchanged',
      })
      expect(await filesOf(world, project)).toHaveLength(1)
    },
  ],
  [
    'success',
    'is for maintainers, and for tokens on the project',
    async (world) => {
      const owner = await world.person()
      const project = await world.seedProject(owner, [{ version: '1.0' }])
      const maintainer = await world.person()
      await world.target.addMaintainer(project, maintainer.username)
      await maintainer.ok(uploadFile, callOf(wheelOf(project, '1.1')))
      const headers = await tokenOf(owner, ['upload'], [project])
      const call = toRaw(uploadFile, callOf(wheelOf(project, '1.2')))
      const answer = await world.visitor().send({ ...call, headers, without: ['origin'] })
      expect(answer.status).toBe(201)
      expect(await filesOf(world, project, '1.2')).toHaveLength(1)
    },
  ],
  [
    'upload_refused',
    'names what is wrong with the name of the file',
    async (world) => {
      const person = await world.anyone()
      const { bytes } = wheelOf('misnamed')
      const wrong = [
        ['misnamed-1.0.exe', 'filename-invalid'],
        ['misnamed-1.0.tar.bz2', 'filename-invalid'],
        ['../misnamed-1.0-py3-none-any.whl', 'filename-invalid'],
        ['misnamed-1.0.whl', 'wheel-filename-parts'],
        ['misnamed-x-py3-none-any.whl', 'wheel-filename-version'],
        ['misnamed-1.0-b1-py3-none-any.whl', 'wheel-filename-build'],
        ['misnamed.tar.gz', 'filename-invalid'],
        ['misnamed-1.0.zip', 'filename-not-normalized'],
      ] as const
      for (const [filename, reason] of wrong) {
        await expectRefused(person, { filename, bytes }, reason)
      }
      const { filename } = wheelOf(world.unique('hollow'))
      await expectRefused(person, { filename, bytes: new Uint8Array() }, 'file-empty')
    },
  ],
  [
    'upload_refused',
    'takes no other content under a name that is there, nor the content under another name',
    async (world) => {
      const person = await world.person()
      const project = world.unique('clash')
      const file = wheelOf(project)
      await person.ok(uploadFile, callOf(file))
      await expectRefused(person, wheelOf(project, '1.0', 'other'), 'file-exists')
      const renamed = { ...file, filename: wheelOf(project, '2.0').filename }
      await expectRefused(person, renamed, 'file-exists')
      expect(await filesOf(world, project)).toEqual([file.filename])
    },
  ],
  [
    'upload_refused',
    'is not for strangers to the project',
    async (world) => {
      const project = await world.seedProject(await world.person(), [{ version: '1.0' }])
      const stranger = await world.person()
      await expectRefused(stranger, wheelOf(project, '1.1'), 'no-role', 403)
      const { releases } = await world.visitor().ok(getProject, { params: { project } })
      expect(releases).toHaveLength(1)
    },
  ],
  [
    'upload_refused',
    'waits until the address is verified',
    async (world) => {
      const person = await world.signUp()
      await world.signIn(person)
      const project = world.unique('unverified')
      await expectRefused(person, wheelOf(project), 'email-unverified', 403)
      await expectNoProject(world, project)
    },
  ],
  [
    'upload_refused',
    'refuses tokens that are for something else',
    async (world) => {
      const person = await world.person()
      const project = await world.seedProject(person, [{ version: '1.0' }])
      const other = await world.seedProject(person, [{ version: '1.0' }])
      const refusedWith = async (headers: Record<string, string>, file: Wheel) => {
        const answer = await world.visitor().send({ ...toRaw(uploadFile, callOf(file)), headers })
        expect(answer).toMatchObject({ status: 403, body: { reason: 'token-scope' } })
      }
      await refusedWith(await tokenOf(person, ['read', 'yank']), wheelOf(project, '1.1'))
      const narrow = await tokenOf(person, ['upload'], [other])
      await refusedWith(narrow, wheelOf(project, '1.1'))
      await refusedWith(narrow, wheelOf(world.unique('fresh')))
    },
  ],
  [
    'upload_refused',
    'makes no project whose name reads like another',
    async (world) => {
      const person = await world.person()
      await world.seedProject(person, [{ version: '1.0' }], 'lookalike-1l')
      await expectRefused(person, wheelOf('lookalike-l1'), 'name-too-similar')
      await expectNoProject(world, 'lookalike-l1')
    },
  ],
])

export const uploadCases: readonly Case[] = [
  ...transportOf(checkUpload),
  ...transportOf(uploadFile),
  ...checking,
  ...uploading,
]
