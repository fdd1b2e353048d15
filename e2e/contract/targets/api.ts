import { createHash } from 'node:crypto'
import { startTestApi } from '@wheelhouse/api/test'
import type { ProjectSeed, Target } from './target.ts'
import { buildWheel, type Wheel } from './wheels.ts'

/** The real API on a port of its own; projects come to be by real uploads. */
export async function startApiTarget(environment: Record<string, string> = {}): Promise<Target> {
  const api = await startTestApi({
    // The suite stands in for the proxy: each caller has an address of their own.
    TRUST_PROXY: '1',
    LIMIT_SIGN_IN_FAILURES: '10',
    ...environment,
  })
  const { db } = api.deps
  const userId = async (username: string) =>
    (await db.user.findFirstOrThrow({ where: { username }, select: { id: true } })).id
  return {
    name: 'api',
    origin: api.origin,
    fetch: (request, address) => {
      request.headers.set('x-forwarded-for', address)
      return fetch(request)
    },
    mails: () => api.mails(),
    seedProject: async ({ name, owner, releases }: ProjectSeed) => {
      for (const release of releases) {
        for (const tag of release.tags ?? ['py3-none-any']) {
          const form = uploadForm(name, release.version, buildWheel(name, release, tag))
          await upload(api.origin, owner.token, form)
        }
      }
    },
    addMaintainer: async (name, username) => {
      const { id: projectId } = await db.project.findFirstOrThrow({ where: { name } })
      const principalId = await userId(username)
      await db.role.create({ data: { projectId, principalId, role: 'maintainer' } })
    },
    disableAccount: async (username) => {
      await db.user.update({ where: { id: await userId(username) }, data: { status: 'disabled' } })
    },
    startClosed: () => startApiTarget({ REGISTRATION: 'closed' }),
    close: () => api.close(),
  }
}

/** The form that twine sends (the legacy upload API), as little of it as is needed. */
function uploadForm(name: string, version: string, wheel: Wheel): FormData {
  const form = new FormData()
  form.set(':action', 'file_upload')
  form.set('protocol_version', '1')
  form.set('metadata_version', '2.1')
  form.set('name', name)
  form.set('version', version)
  form.set('filetype', 'bdist_wheel')
  form.set('pyversion', wheel.pyversion)
  form.set('sha256_digest', createHash('sha256').update(wheel.bytes).digest('hex'))
  form.set('content', new Blob([wheel.bytes]), wheel.filename)
  return form
}

async function upload(origin: string, token: string, form: FormData): Promise<void> {
  const credentials = Buffer.from(`__token__:${token}`).toString('base64')
  const response = await fetch(`${origin}/legacy/`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: form,
  })
  if (!response.ok) {
    throw new Error(`upload refused: ${response.status} ${await response.text()}`)
  }
  await response.arrayBuffer()
}
