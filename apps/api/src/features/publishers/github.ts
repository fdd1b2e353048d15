import type { GithubLookup, LookupResult } from '@wheelhouse/shared-types'
import * as z from 'zod'
import type { Deps } from '../../deps.ts'
import { OutboundError, type SafeAnswer } from '../../infra/outbound/safe-fetch.ts'

type Asking = Pick<Deps, 'config' | 'outbound'>
export type Trouble = NonNullable<GithubLookup['trouble']>

const TIMEOUT_MS = 4_000
const MOST_BYTES = 256 * 1024
const Owner = z.object({ id: z.number().int().positive(), login: z.string().max(100) })

type Answer = { readonly result: 'found'; readonly body: string } | Unfound
type Unfound =
  | { readonly result: 'missing' }
  | { readonly result: 'unknown'; readonly trouble: Trouble }

/** What there is at a path of GitHub's API. Names in it are checked by the contract's schemas. */
async function ask({ config, outbound }: Asking, path: string): Promise<Answer> {
  if (config.GITHUB_API === 'off') return { result: 'unknown', trouble: 'off' }
  const token = config.GITHUB_API_TOKEN
  let answer: SafeAnswer
  try {
    answer = await outbound(`${config.GITHUB_API}${path}`, {
      headers: {
        Accept: 'application/vnd.github+json',
        'X-GitHub-Api-Version': '2022-11-28',
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MOST_BYTES,
    })
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { result: 'unknown', trouble: 'unreachable' }
  }
  if (answer.status === 200) return { result: 'found', body: answer.body.toString('utf8') }
  // What was renamed is not there under its old name: its tokens say the new one.
  if ([301, 307, 308, 404].includes(answer.status)) return { result: 'missing' }
  const trouble = [403, 429].includes(answer.status) ? 'limited' : 'unreachable'
  return { result: 'unknown', trouble }
}

/** A user or an organization by name: its number, and its name as it is spelled. */
export async function lookUpOwner(
  deps: Asking,
  owner: string,
): Promise<{ readonly result: 'found'; readonly id: string; readonly login: string } | Unfound> {
  const answer = await ask(deps, `/users/${encodeURIComponent(owner)}`)
  if (answer.result !== 'found') return answer
  try {
    const { id, login } = Owner.parse(JSON.parse(answer.body))
    if (login.toLowerCase() !== owner.toLowerCase()) return { result: 'missing' }
    return { result: 'found', id: String(id), login }
  } catch {
    return { result: 'unknown', trouble: 'unreachable' }
  }
}

/** Whether a repository, or a workflow in it, is there for everybody to see. */
export async function lookUpRepository(
  deps: Asking,
  { owner, repository, workflow }: { owner: string; repository: string; workflow?: string },
): Promise<{ readonly result: LookupResult; readonly trouble: Trouble | null }> {
  const path = ['repos', owner, repository, ...(workflow ? ['actions', 'workflows', workflow] : [])]
  const answer = await ask(deps, `/${path.map(encodeURIComponent).join('/')}`)
  const trouble = answer.result === 'unknown' ? answer.trouble : null
  return { result: answer.result, trouble }
}
