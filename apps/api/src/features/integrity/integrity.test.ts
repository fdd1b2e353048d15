import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Provenance } from '@wheelhouse/database'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { attestFile } from '../../test/attest-file.ts'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { send } from '../../test/send.ts'
import { trustPublisher } from '../../test/trust-publisher.ts'
import {
  basic,
  buildSdist,
  buildWheel,
  publish,
  upload,
  type Distribution,
} from '../../test/wheels.ts'
import { createAttestationVerifier } from '../attestations/attestation-verifier.ts'
import { createLocalSigstore } from '../attestations/test/local-sigstore.ts'
import { HTML_TYPE, JSON_TYPE } from '../simple-index/negotiate.ts'

const sigstore = createLocalSigstore()
/** What the certificates of the test's Sigstore are made out for is `octo/sample`. */
const GITHUB = {
  kind: 'github',
  owner: 'octo',
  ownerId: '7',
  workflow: 'release.yml',
  environment: null,
} as const
let folder: string
let api: TestApi
let owner: Person
let secret: string
let provenance: Provenance
const wheel = buildWheel('Well.Attested', '1.0')
const sdist = buildSdist('Well.Attested', '1.0')
const pathOf = ({ filename }: Distribution, version = '1.0', name = 'well-attested') =>
  `/integrity/${name}/${version}/${filename}/provenance`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-trust-'))
  const trustRoot = join(folder, 'trusted_root.json')
  await writeFile(trustRoot, JSON.stringify(sigstore.trustRoot))
  api = await startTestApi({ SIGSTORE_TRUST_ROOT: trustRoot })
  owner = await createPerson(api)
  secret = await createSecret(api, owner)
  await publish(api, secret, sdist)
  const answer = await uploadAttested(wheel, await trust('sample'))
  if (answer.status !== 200) throw new Error(`the attested upload was refused: ${answer.text}`)
  const { filename } = wheel
  provenance = await api.deps.db.provenance.findFirstOrThrow({ where: { file: { filename } } })
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

const sha256 = ({ bytes }: Distribution) => createHash('sha256').update(bytes).digest('hex')

/** An upload as the run of a build sends it, with what it says of a file. */
async function uploadAttested(file: Distribution, token: string, attested: Distribution = file) {
  const { filename } = attested
  const attestation = sigstore.attest({ filename, sha256: sha256(attested) })
  return upload(api, token, file, { fields: { attestations: JSON.stringify([attestation]) } })
}

/** The token of a run of `release.yml` in a repository of `octo`, which the project trusts. */
async function trust(repository: string): Promise<string> {
  const { id } = await api.deps.db.project.findUniqueOrThrow({
    where: { normalizedName: 'well-attested' },
  })
  const identity = { ...GITHUB, repository }
  return trustPublisher(api, identity, [id])
}

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(api.origin, { path, headers, method })

const INTEGRITY = 'application/vnd.pypi.integrity.v1+json'

describe('the provenance of a file', () => {
  test.each([
    [undefined, INTEGRITY],
    ['*/*', INTEGRITY],
    [INTEGRITY, INTEGRITY],
    ['application/json', 'application/json'],
    ['text/html, application/json;q=0.5', 'application/json'],
  ])('for Accept: %s is %s', async (accept, type) => {
    const answer = await get(pathOf(wheel), accept === undefined ? {} : { accept })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type])
    expect(answer.json()).toEqual(provenance.body)
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=600',
      'surrogate-key': 'project/well-attested',
      vary: 'Accept, Accept-Encoding',
    })
    const etag = answer.headers.etag!
    expect((await get(pathOf(wheel), { 'if-none-match': etag })).status).toBe(304)
  })

  test('is found by any spelling of name and version, and by no other of the file', async () => {
    expect((await get(pathOf(wheel, '1.0.0', 'Well_Attested'))).status).toBe(200)
    for (const path of [
      pathOf(sdist),
      pathOf(wheel, '1.1'),
      pathOf(wheel, 'one'),
      pathOf(wheel, '1.0', 'other'),
      pathOf({ ...wheel, filename: wheel.filename.toUpperCase() }),
    ]) {
      const answer = await get(path)
      expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'public, max-age=10'])
    }
  })

  test('is asked for with GET, in one of two types', async () => {
    expect((await get(pathOf(wheel), { accept: 'text/html' })).status).toBe(406)
    expect((await get(pathOf(wheel), {}, 'POST')).status).toBe(405)
    const head = await get(pathOf(wheel), {}, 'HEAD')
    expect([head.status, head.text]).toEqual([200, ''])
    expect((await get(pathOf(wheel), {}, 'OPTIONS')).status).toBe(204)
  })

  test('stands on both forms of the simple page, and in the release', async () => {
    const url = `${api.deps.config.PUBLIC_URL}${pathOf(wheel)}`
    const page = await get('/simple/well-attested/', { accept: JSON_TYPE })
    const { files } = page.json<{ files: { filename: string; provenance: string | null }[] }>()
    expect(files.map((file) => [file.filename, file.provenance])).toEqual([
      [wheel.filename, url],
      [sdist.filename, null],
    ])
    const anchors = (await get('/simple/well-attested/', { accept: HTML_TYPE })).text
      .split('\n')
      .filter((line) => line.includes('<a '))
    expect(anchors[0]).toContain(` data-provenance="${url}"`)
    expect(anchors[1]).not.toContain('provenance')
    const release = await get('/api/v1/projects/well-attested/releases/1.0')
    expect(release.json<{ files: unknown[] }>().files).toMatchObject([
      { filename: wheel.filename, provenance: { ...(provenance.summary as object), url } },
      { filename: sdist.filename, provenance: null },
    ])
    // PyPI's JSON has no word for it.
    expect((await get('/pypi/well-attested/json')).text).not.toContain('provenance')
  })
})

test('of another publisher, or of a file that it is not about, is refused with the reason', async () => {
  const next = buildWheel('Well.Attested', '1.1')
  const other = await uploadAttested(next, await trust('other'))
  expect([other.status, other.text]).toEqual([
    400,
    expect.stringContaining(
      "Invalid attestations supplied during upload: the certificate is for the repository 'https://github.com/octo/sample', not for 'https://github.com/octo/other'",
    ),
  ])
  const mistaken = await uploadAttested(next, await trust('sample-two'), wheel)
  expect([mistaken.status, mistaken.text]).toEqual([
    400,
    expect.stringContaining('Invalid attestations supplied during upload: '),
  ])
  expect((await get(pathOf(next, '1.1'))).status).toBe(404)
  expect(await api.deps.db.file.count({ where: { filename: next.filename } })).toBe(0)
})

test.each([
  ['is not there', undefined, /ENOENT/],
  ['is no JSON', 'x', /JSON/],
  ['trusts nobody', '{}', /it has no certificateAuthorities, no tlogs, no ctlogs/],
])('a trust root that %s keeps the server from starting', async (_what, text, reason) => {
  const path = join(folder, 'other.json')
  if (text !== undefined) await writeFile(path, text)
  await expect(createAttestationVerifier({ SIGSTORE_TRUST_ROOT: path })).rejects.toThrow(
    new RegExp(`^SIGSTORE_TRUST_ROOT cannot be used: .*${reason.source}`),
  )
})

test('goes with its file', async () => {
  const file = buildWheel('soon-gone', '1.0')
  await publish(api, secret, file)
  await attestFile(api.deps, file.filename)
  const path = pathOf(file, '1.0', 'soon-gone')
  expect((await get(path)).status).toBe(200)
  const browser = await signedIn(api, owner)
  const address = `/api/v1/projects/soon-gone/files/${file.filename}?confirm=${file.filename}`
  expect((await browser.ask('DELETE', address)).status).toBeLessThan(300)
  expect((await get(path)).status).toBe(404)
  expect((await get('/simple/soon-gone/', { accept: JSON_TYPE })).text).not.toContain('provenance"')
})

test('of a private project is for those who may read it, and kept by nobody', async () => {
  const file = buildWheel('secret-one', '1.0')
  await publish(api, secret, file)
  await attestFile(api.deps, file.filename)
  await api.deps.db.project.update({
    where: { normalizedName: 'secret-one' },
    data: { visibility: 'private' },
  })
  const path = pathOf(file, '1.0', 'secret-one')
  const refused = await get(path)
  const absent = await get(
    path.replaceAll('secret-one', 'nothing-on').replaceAll('secret_one', 'nothing_on'),
  )
  expect(refused.status).toBe(404)
  expect(refused.text.replaceAll('secret_one', 'nothing_on')).toBe(absent.text)
  const shown = await get(path, { authorization: basic(secret) })
  expect([shown.status, shown.headers['cache-control']]).toEqual([200, 'private, no-store'])
  expect(shown.headers['surrogate-key']).toBeUndefined()
})

test('of a private index wants a token', async () => {
  const other = await startTestApi({ PRIVATE_INDEX: 'true' })
  try {
    const person = await createPerson(other)
    const file = buildWheel('inside', '1.0')
    const token = await createSecret(other, person)
    await publish(other, token, file)
    await attestFile(other.deps, file.filename)
    const path = pathOf(file, '1.0', 'inside')
    expect((await send(other.origin, { path })).status).toBe(401)
    const headers = { authorization: basic(token) }
    expect((await send(other.origin, { path, headers })).status).toBe(200)
  } finally {
    await other.close()
  }
})
