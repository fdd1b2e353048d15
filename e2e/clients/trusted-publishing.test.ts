import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startIssuerProcess, type IssuerProcess } from '@wheelhouse/api/test/oidc-issuer'
import type { PublishedBy } from '@wheelhouse/shared-types'
import { makeCertificate } from './make-certificate.ts'
import { publishingTools, writeProject } from './publishing-tools.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { freePort, startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { oneDatabase } from './test-databases.ts'
import { startTlsFront } from './tls-front.ts'

const RUN = {
  sub: 'repo:octo/demo:ref:refs/tags/v1.0',
  repository: 'octo/demo',
  ref: 'refs/tags/v1.0',
  sha: 'c'.repeat(40),
}
const BEARER = 'the secret of the run'

let issuers: IssuerProcess
let server: Wheelhouse
let front: { close(): Promise<void> }
let tools: PythonTools
let site: string
let managing: string

/** The whole way: an issuer's process, the index's process, TLS before it with an authority of its own. */
beforeAll(async () => {
  issuers = await startIssuerProcess()
  const issuer = await issuers.issue('ci', '{origin}/ci')
  const port = await freePort()
  site = `https://localhost:${port}`
  server = await startWheelhouse(await oneDatabase().create(), {
    PUBLIC_URL: site,
    OIDC_ISSUERS: issuer,
    OUTBOUND_ALLOW: '127.0.0.0/8',
  })
  const certificate = makeCertificate('localhost')
  front = await startTlsFront(port, server.origin, certificate)
  tools = await openPythonTools(server.folder)
  await writeFile(path.join(server.folder, 'authority.pem'), certificate.authority)
  const token = ['token', 'create', 'maker', '--name', 'manage', '--json', '--scope', 'manage']
  managing = (JSON.parse(await server.operate(token)) as { token: string }).token
}, 120_000)

afterAll(async () => {
  await front?.close()
  await server?.close()
  issuers?.close()
}, 60_000)

const uv = publishingTools.find(({ name }) => name === 'uv publish')!

async function build(name: string): Promise<string> {
  const folder = path.join(server.folder, 'projects', name)
  await writeProject(folder, name, uv.tables, 'first')
  await uv.build(tools, folder)
  return folder
}

/** `uv publish` as a step of a run sees it: where identity tokens are, and no secret of the index. */
async function publish(folder: string) {
  const address = await issuers.run('ci', RUN, BEARER)
  return tools.run(
    'uv',
    ['publish', '--trusted-publishing', 'always', '--publish-url', `${site}/legacy/`],
    {
      cwd: folder,
      timeout: 60_000,
      env: {
        GITHUB_ACTIONS: 'true',
        ACTIONS_ID_TOKEN_REQUEST_URL: `${address}?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: BEARER,
        SSL_CERT_FILE: path.join(server.folder, 'authority.pem'),
      },
    },
  )
}

test('uv makes a project by its first upload, with no secret but that of its run', async () => {
  const folder = await build('wh-trusted')
  const early = await publish(folder)
  expect(early.code).not.toBe(0)
  expect(early.output).toContain('no project here has a trusted publisher of')

  const answer = await fetch(`${server.origin}/api/v1/account/publishers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${managing}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      project: 'wh-trusted',
      identity: {
        kind: 'oidc',
        issuer: `${issuers.origin}/ci`,
        claims: [
          { name: 'repository', value: RUN.repository },
          { name: 'ref', value: RUN.ref },
        ],
      },
    }),
  })
  expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)])

  const { code, output } = await publish(folder)
  expect({ code, output }).toMatchObject({ code: 0 })
  const release = await fetch(`${server.origin}/api/v1/projects/wh-trusted/releases/1.0`)
  const { files } = (await release.json()) as { files: { publishedBy: PublishedBy | null }[] }
  expect(files.map(({ publishedBy }) => [publishedBy?.kind, publishedBy?.commit])).toEqual([
    ['oidc', RUN.sha],
    ['oidc', RUN.sha],
  ])
  const people = await fetch(`${server.origin}/api/v1/projects/wh-trusted`)
  expect(await people.json()).toMatchObject({ people: [{ username: 'maker', role: 'owner' }] })
}, 120_000)

test('a project that nobody registered is refused with the reason', async () => {
  const { code, output } = await publish(await build('wh-strange'))
  expect(code).not.toBe(0)
  expect(output).toContain("cannot make a new project 'wh-strange'")
}, 120_000)
