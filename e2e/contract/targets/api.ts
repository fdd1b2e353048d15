import type { Mail, ProjectSeed, Target } from './target.ts'
import { buildWheel, type Wheel } from './wheels.ts'

/** What the API's own test server offers. */
export type TestApi = {
  readonly origin: string
  close(): Promise<void>
  mails(): Promise<Mail[]>
}

/** The real API on a port of its own; projects come to be by real uploads. */
export function startApiTarget(api: TestApi): Target {
  return {
    name: 'api',
    origin: api.origin,
    fetch: (request) => fetch(request),
    mails: () => api.mails(),
    close: () => api.close(),
    seedProject: async ({ name, owner, releases }: ProjectSeed) => {
      for (const release of releases) {
        for (const tag of release.tags ?? ['py3-none-any']) {
          const form = uploadForm(name, release.version, buildWheel(name, release, tag))
          await upload(api.origin, owner.token, form)
        }
      }
    },
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
