import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startTestApi } from '../apps/api/src/test/start-test-api.ts'
import { quantile } from './quantile.ts'

/**
 * `node bench/enumeration.ts [--rounds 200]`: whether time tells who has an account. Registration,
 * sign-in and the asking for a reset, for each kind of name in any order; medians and their greatest
 * difference are printed. A test cannot hold this: machines are noisy.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } })
/** Milliseconds. */
const PAUSE = 25
const rounds = Number(values.rounds)
const PASSWORD = 'correct horse battery staple 42'

const api = await startTestApi(
  { LIMIT_SIGN_IN_FAILURES: '1000000', LIMIT_MAILS_PER_HOUR: '1000000' },
  { realHashes: true },
)
const { db } = api.deps

async function ask(
  path: string,
  body: unknown,
): Promise<{ status: number; text: string; ms: number }> {
  const start = performance.now()
  const response = await fetch(api.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.deps.config.PUBLIC_URL },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, text, ms: performance.now() - start }
}

let made = 0
const register = (username: string, email: string) =>
  ask('/api/v1/accounts', { name: '', username, email, password: PASSWORD })
for (const name of ['known', 'frozen', 'unverified']) {
  await register(name, `${name}@example.org`)
  const status = name === 'frozen' ? 'frozen' : 'active'
  const { id } = await db.user.update({
    where: {
      usernameFolded: (await db.user.findFirstOrThrow({ where: { username: name } }))
        .usernameFolded,
    },
    data: { status },
  })
  if (name !== 'unverified') {
    await db.emailAddress.updateMany({ where: { userId: id }, data: { verifiedAt: new Date() } })
  }
}

const KINDS = ['unknown', 'known', 'frozen', 'unverified'] as const
const ACTS = {
  register: (kind: string) => {
    made += 1
    const email = kind === 'unknown' ? `fresh${made}x@example.org` : `${kind}@example.org`
    return register(`visitor-${made}x`, email)
  },
  'sign in': (kind: string) =>
    ask('/api/v1/sessions', { login: kind, password: 'not the password' }),
  reset: (kind: string) => ask('/api/v1/password-resets', { login: kind }),
}

for (const [act, run] of Object.entries(ACTS)) {
  const times: Record<string, number[]> = {}
  const answers = new Set<string>()
  for (let round = 0; round < rounds; round += 1) {
    // In any order, and with a pause: the mail of one call is sent while the next one is answered.
    for (const kind of KINDS.toSorted(() => Math.random() - 0.5)) {
      await sleep(PAUSE)
      const { status, text, ms } = await run(kind)
      ;(times[kind] ??= []).push(ms)
      answers.add(`${status} ${text.replace(/"instance":"[^"]*"/, '')}`)
    }
  }
  const medians = KINDS.map((kind) => quantile(times[kind]!, 0.5))
  const spread = (Math.max(...medians) - Math.min(...medians)) / Math.min(...medians)
  const row = KINDS.map((kind, index) => `${kind} ${medians[index]!.toFixed(1)} ms`).join(', ')
  process.stdout.write(
    `${act}: ${answers.size} kind of answer; ${row}; greatest difference ${(spread * 100).toFixed(1)} %\n`,
  )
}
await api.close()
