import { checkGithubPublisher, GithubQuestion, type GithubLookup } from '@wheelhouse/shared-types'
import { useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { call } from '../../api/client.ts'

type Typed = { owner: string; repository: string; workflow: string }

/** What GitHub says of what was typed; `checking` while it is asked. */
export type GithubState = { checking: boolean; answer: GithubLookup | undefined }

const NOTHING: GithubState = { checking: false, answer: undefined }
const { shape } = GithubQuestion

/** Leaves out what cannot be asked for; `undefined` without an owner. */
function questionOf(typed: Typed) {
  const owner = z.safeParse(shape.owner, typed.owner)
  if (!owner.success) return undefined
  const repository = z.safeParse(shape.repository, typed.repository)
  const workflow = z.safeParse(shape.workflow, typed.workflow)
  if (!repository.success || repository.data === undefined) return { owner: owner.data }
  return {
    owner: owner.data,
    repository: repository.data,
    ...(workflow.success && { workflow: workflow.data }),
  }
}

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
    const question = questionOf(typed)
    if (question === undefined) return undefined
    const key = JSON.stringify(question)
    const before = known.current.get(key)
    if (before !== undefined) {
      setState({ checking: false, answer: before })
      return before
    }
    const abort = new AbortController()
    asking.current = abort
    setState({ checking: true, answer: undefined })
    try {
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
