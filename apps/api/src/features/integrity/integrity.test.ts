import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { attestFile } from '../../test/attest-file.ts'
import { createPerson, createSecret, signedIn, type Person } from '../../test/callers.ts'
import { startTestApi, type TestApi } from '../../test/start-test-api.ts'
import { send } from '../../test/send.ts'
import { basic, buildSdist, buildWheel, publish, type Distribution } from '../../test/wheels.ts'
import { createAttestationVerifier } from '../attestations/attestation-verifier.ts'
import type { AttestingPublisher } from '../attestations/attesting-publisher.ts'
import { createLocalSigstore } from '../attestations/test/local-sigstore.ts'
import type { VerifiedProvenance } from '../attestations/verify-attestations.ts'
import { actorOf } from '../events/record-event.ts'
import { HTML_TYPE, JSON_TYPE } from '../simple-index/negotiate.ts'
import { checkAttestations } from '../uploads/check-attestations.ts'
import { hashStream, type ReceivedFile } from '../uploads/hash-stream.ts'
import { judgeFile } from '../uploads/judge-file.ts'
import { publishDistribution } from '../uploads/publish-distribution.ts'

const sigstore = createLocalSigstore()
const PUBLISHER = { kind: 'github', repository: 'octo/sample', workflow: 'release.yml' } as const
let folder: string
let api: TestApi
let owner: Person
let secret: string
let provenance: VerifiedProvenance
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
  provenance = await publishAttested(wheel)
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

const receive = ({ bytes, filename }: Distribution): Promise<ReceivedFile> =>
  hashStream(
    Readable.from([bytes]),
    filename,
    api.deps,
    api.deps.config.MAX_FILE_SIZE,
    new AbortController().signal,
  )

/** What an upload does with attestations that a trusted publisher sent. */
const judge = (file: ReceivedFile, publisher: AttestingPublisher = PUBLISHER) => {
  const text = JSON.stringify([sigstore.attest(file)])
  return checkAttestations(api.deps, { text, publisher }, file)
}

/** As an upload of a trusted publisher ends: the file and its provenance in one transaction. */
async function publishAttested(distribution: Distribution): Promise<VerifiedProvenance> {
  const { deps } = api
  const file = await receive(distribution)
  const made = (await judge(file))!
  const judged = await judgeFile(deps, file, {}, { requireReadme: true })
  const { userId, username } = owner
  const caller = {
    kind: 'token' as const,
    tokenId: '00000000-0000-7000-8000-000000000000',
    tokenName: 'test',
    grants: [{ action: 'upload', target: 'account', projectId: null, newName: null }] as const,
    user: { id: userId, username, emailVerified: true, hasSecondFactor: false },
  }
  const origin = { requestId: 'test', address: '127.0.0.1', userAgent: 'test' }
  await publishDistribution(deps, {
    file,
    ...judged,
    publisher: { kind: 'caller', actor: actorOf(caller), userId, caller, origin },
    provenance: made,
  })
  return made
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
      { filename: wheel.filename, provenance: { ...provenance.summary, url } },
      { filename: sdist.filename, provenance: null },
    ])
    // PyPI's JSON has no word for it.
    expect((await get('/pypi/well-attested/json')).text).not.toContain('provenance')
  })
})

test('of another publisher, or of a file that it is not about, is refused with the reason', async () => {
  const file = await receive(buildWheel('not-ours', '1.0'))
  await expect(judge(file, { ...PUBLISHER, repository: 'octo/other' })).rejects.toMatchObject({
    status: 400,
    reason: 'attestations-repository',
    message:
      "Invalid attestations supplied during upload: the certificate is for the repository 'https://github.com/octo/sample', not for 'https://github.com/octo/other'",
  })
  const text = JSON.stringify([sigstore.attest(await receive(wheel))])
  await expect(
    checkAttestations(api.deps, { text, publisher: PUBLISHER }, file),
  ).rejects.toMatchObject({ status: 400, reason: 'attestations-subject-name' })
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
