import { signedIn } from '../../../test/callers.ts'
import { BOUNDARY, basic, multipart } from '../../../test/wheels.ts'
import { OK, row, type Answer, type Case, type World } from './case.ts'
import { wheel } from './make-distribution.ts'

const NO = 403
const FORM_TYPE = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }

const postAction = (world: World, action: string, secret?: string): Promise<Answer> =>
  world.call({
    method: 'POST',
    path: '/legacy/',
    headers: { ...FORM_TYPE, ...(secret === undefined ? {} : { authorization: basic(secret) }) },
    body: multipart([{ name: ':action', value: action }]),
  })

const withHeader = (world: World, authorization: string): Promise<Answer> =>
  world.sendAs(undefined, wheel(world.name), { headers: { authorization } })

/** Where requests go and who sends them: cases 1 to 9. */
export const DOOR_CASES: readonly Case[] = [
  row('1', 'POST /legacy', [308, ''], (world) => world.call({ method: 'POST', path: '/legacy' }), {
    also: async (_world, { headers }) =>
      headers.location?.endsWith('/legacy/') ? undefined : `leads to ${headers.location}`,
  }),
  ...['submit', 'submit_pkg_info', 'doc_upload'].flatMap((action, index) => [
    row(`2${'abc'[index]}`, `:action=${action}`, [410, ''], (world) =>
      postAction(world, action, world.owner.secret),
    ),
    row(
      `2${'def'[index]}`,
      `:action=${action} in the query, without credentials`,
      [410, ''],
      (world) => world.call({ method: 'POST', path: `/legacy/?:action=${action}` }),
    ),
  ]),
  row(
    '2g',
    ':action=submit in the body, without credentials',
    [NO, 'authentication information'],
    (world) => postAction(world, 'submit'),
    { deviates: '410 there; the body of somebody unknown is not read here' },
  ),
  row('3', 'no Authorization', [NO, 'authentication information'], (world) =>
    world.sendAs(undefined, wheel(world.name)),
  ),
  row('4', 'Basic user:pass', [NO, 'no longer supported'], (world) =>
    withHeader(world, basic('pass', 'user')),
  ),
  row('5', 'Basic __token__:pypi-bad', [NO, 'authentication information'], (world) =>
    withHeader(world, basic('pypi-bad')),
  ),
  row('6', 'Basic token with a line end', OK, (world) =>
    withHeader(world, basic(`${world.owner.secret}\n`)),
  ),
  row('7a', 'Authorization: token …', OK, (world) =>
    withHeader(world, `token ${world.owner.secret}`),
  ),
  row('7b', 'Authorization: Bearer …', OK, (world) =>
    withHeader(world, `Bearer ${world.owner.secret}`),
  ),
  row('7c', 'a session in place of a token', [NO, 'authentication information'], async (world) => {
    const { headers } = await signedIn(world.api, world.owner)
    return world.sendAs(undefined, wheel(world.name), { headers: { ...headers } })
  }),
  row(
    '8',
    'sign-in with a repeated key',
    [415, ''],
    (world) =>
      world.call({
        method: 'POST',
        path: '/api/v1/sessions',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'username=a&username=b',
      }),
    { deviates: '400 there; signing in takes JSON here, and no form at all' },
  ),
  row('9', 'unknown route', [404, ''], (world) => world.call({ path: '/api/v1/nothing' })),
]

const STANDARD = ['xml.etree.ElementTree', 'PiCKle', 'encodings.idna', 'cgihttpserver', 'xmlrpc']
const SIMILAR = ['toast1ng', 'toastlng', 't0asting', 'toast-ing', 'toast.ing', 'toast_ing']

/** New names: cases 31 to 36. */
export const NAME_CASES: readonly Case[] = [
  ...STANDARD.map((name, index) =>
    row(`31${'abcde'[index]}`, `new project ${name}`, [400, 'standard library'], (world) =>
      world.send(wheel(name)),
    ),
  ),
  ...['Evil.Name', 'evil_name', 'evil-name'].map((name, index) =>
    row(`32${'abc'[index]}`, `prohibited name ${name}`, [400, "isn't allowed"], async (world) => {
      const normalizedName = 'evil-name'
      await world.api.deps.db.prohibitedName.upsert({
        where: { normalizedName },
        create: { normalizedName, reason: 'test' },
        update: {},
      })
      return world.send(wheel(name))
    }),
  ),
  ...SIMILAR.map((name, index) =>
    row(`33${'abcdef'[index]}`, `${name} beside toasting`, [400, 'too similar'], async (world) => {
      const { db } = world.api.deps
      const there = await db.project.count({ where: { normalizedName: 'toasting' } })
      if (there === 0) await world.publish(wheel('toasting'))
      return world.sendAs((await world.person()).secret, wheel(name))
    }),
  ),
  row(
    '34',
    'other spelling of a name that exists',
    OK,
    async (world) => {
      await world.publish(wheel(world.name))
      return world.send(wheel(world.name.replaceAll('-', '.').toUpperCase(), '2.0'))
    },
    {
      also: async ({ api, name }) => {
        const project = await api.deps.db.project.findUniqueOrThrow({
          where: { normalizedName: name },
          include: { releases: true },
        })
        const shown = name.replaceAll('-', '.').toUpperCase()
        if (project.name !== shown) return `is shown as ${project.name}`
        return project.releases.length === 2 ? undefined : 'has another number of releases'
      },
    },
  ),
  row(
    '35a',
    '21st new project of a user in an hour',
    [429, 'too many new projects'],
    async (world) => {
      for (let index = 0; index < 20; index += 1) {
        await world.publish(wheel(`${world.name}-${index.toString(16)}-y`))
      }
      return world.send(wheel(`${world.name}-one-more`))
    },
    {
      also: async (_world, { headers }) =>
        Number(headers['retry-after']) > 0 ? undefined : 'no Retry-After',
    },
  ),
  row(
    '35b',
    '41st new project from an address in an hour',
    [429, 'too many new projects'],
    async (world) => {
      for (let round = 0; round < 2; round += 1) {
        const { secret } = await world.person()
        for (let index = 0; index < 20; index += 1) {
          await world.sendAs(secret, wheel(`${world.name}-${round}-${index.toString(16)}-y`))
        }
      }
      return world.send(wheel(world.name))
    },
  ),
  row(
    '36',
    'new projects are off',
    [NO, 'new projects'],
    (world) => world.send(wheel(world.name)),
    {
      environment: { ALLOW_NEW_PROJECTS: 'false' },
    },
  ),
]

const EMAIL = 'verify the e-mail'

/** Rights: cases 37 to 43. */
export const PERMISSION_CASES: readonly Case[] = [
  row('37', 'a stranger', [NO, "isn't allowed to upload"], async (world) => {
    await world.publish(wheel(world.name))
    return world.sendAs((await world.person()).secret, wheel(world.name, '2.0'))
  }),
  row(
    '38a',
    'a stranger without a verified address, existing project',
    [NO, "isn't allowed to upload"],
    async (world) => {
      await world.publish(wheel(world.name))
      return world.sendAs(
        (await world.person({ verified: false })).secret,
        wheel(world.name, '2.0'),
      )
    },
  ),
  row('38b', 'somebody without a verified address, new project', [NO, EMAIL], async (world) =>
    world.sendAs((await world.person({ verified: false })).secret, wheel(world.name)),
  ),
  row('39a', 'no second factor, new project', [NO, 'two-factor'], async (world) =>
    world.sendAs((await world.person({ twoFactor: false })).secret, wheel(world.name)),
  ),
  row('39b', 'no second factor, own project', [NO, 'two-factor'], async (world) => {
    await world.publish(wheel(world.name))
    const { userId: id } = world.owner
    await world.api.deps.db.user.update({ where: { id }, data: { hasSecondFactor: false } })
    return world.send(wheel(world.name, '2.0'))
  }),
  row('40a', 'token for another project', [NO, 'valid for uploading to'], async (world) => {
    await world.publish(wheel(world.name))
    await world.publish(wheel(`${world.name}-other`))
    const secret = await world.token(world.owner, { projects: [`${world.name}-other`] })
    return world.sendAs(secret, wheel(world.name, '2.0'))
  }),
  row(
    '40b',
    'tampered token',
    [NO, 'authentication information'],
    (world) => world.sendAs(`${world.owner.secret.slice(0, -1)}!`, wheel(world.name)),
    {
      deviates:
        '"signatures do not match" there; tokens are opaque here (no signature): unknown is all there is to say',
    },
  ),
  row('40c', 'expired token', [NO, 'expired'], async (world) =>
    world.sendAs(
      await world.token(world.owner, { expiresAt: new Date(Date.now() - 1000) }),
      wheel(world.name),
    ),
  ),
  row('40d', 'token of a disabled account', [NO, 'authentication information'], async (world) => {
    const { userId: id } = world.owner
    await world.api.deps.db.user.update({ where: { id }, data: { status: 'disabled' } })
    return world.send(wheel(world.name))
  }),
  row('41', 'a maintainer', OK, async (world) => {
    await world.publish(wheel(world.name))
    const maintainer = await world.person()
    const project = await world.api.deps.db.project.findUniqueOrThrow({
      where: { normalizedName: world.name },
    })
    await world.api.deps.db.role.create({
      data: { projectId: project.id, principalId: maintainer.userId, role: 'maintainer' },
    })
    return world.sendAs(maintainer.secret, wheel(world.name, '2.0'))
  }),
  row('42', 'archived project', [NO, 'archived'], async (world) => {
    await world.publish(wheel(world.name))
    await world.api.deps.db.project.update({
      where: { normalizedName: world.name },
      data: { status: 'archived' },
    })
    return world.send(wheel(world.name, '2.0'))
  }),
  row(
    '43a',
    'the index is read-only',
    [NO, 'read-only'],
    (world) => world.send(wheel(world.name)),
    {
      environment: { READ_ONLY: 'true' },
    },
  ),
  row('43b', 'uploads are off', [NO, 'disabled'], (world) => world.send(wheel(world.name)), {
    environment: { ALLOW_UPLOADS: 'false' },
  }),
]
