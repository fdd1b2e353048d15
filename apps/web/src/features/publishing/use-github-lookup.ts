import { checkGithubPublisher, type GithubLookup } from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../api/client.ts'

type Typed = { owner: string; repository: string; workflow: string }

/** What GitHub says of what was typed; `checking` while it is asked. */
export type GithubState = { checking: boolean; answer: GithubLookup | undefined }

const NOTHING: GithubState = { checking: false, answer: undefined }

/**
 * Looks on GitHub for an owner, a repository and a workflow. What was asked before is remembered;
 * editing stops the question; without an answer nothing is said: it is a help, and no rule.
 */
export function useGithubLookup() {
  const [state, setState] = useState(NOTHING)
  const known = useRef(new Map<string, GithubLookup>())
  const asking = useRef<AbortController>(null)

  useEffect(() => () => asking.current?.abort(), [])

  function forget(): void {
    asking.current?.abort()
    setState(NOTHING)
  }

  async function ask(typed: Typed): Promise<GithubLookup | undefined> {
    asking.current?.abort()
    const abort = new AbortController()
    asking.current = abort
    try {
      const question = (await import('./schemas.ts')).readGithubQuestion(typed)
      if (abort.signal.aborted || question === undefined) return undefined
      const key = JSON.stringify(question)
      const before = known.current.get(key)
      if (before !== undefined) {
        setState({ checking: false, answer: before })
        return before
      }
      setState({ checking: true, answer: undefined })
      const answer = await call(checkGithubPublisher, { query: question }, abort.signal)
      if (answer.trouble === null) known.current.set(key, answer)
      setState({ checking: false, answer })
      return answer
    } catch {
      if (!abort.signal.aborted) setState(NOTHING)
      return undefined
    }
  }

  return { state, ask, forget }
}
