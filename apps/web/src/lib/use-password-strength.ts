import {
  passwordLength,
  type PasswordContext,
  type PasswordVerdict,
} from '@wheelhouse/shared-types'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createStrengthJudge, type StrengthJudge } from './password-strength.ts'

const DEBOUNCE = 150

export type Strength =
  | { state: 'empty' }
  | { state: 'checking' }
  | { state: 'unavailable' }
  | { state: 'known'; verdict: PasswordVerdict }

/**
 * The strength of what is in a password field. `begin` starts the measuring (call it on focus);
 * `settle` gives the verdict of the present value, or null where none can be had.
 */
export function usePasswordStrength(password: string, context: PasswordContext) {
  const judge = useRef<StrengthJudge | null>(null)
  const [begun, setBegun] = useState(false)
  const [answer, setAnswer] = useState<Strength>({ state: 'checking' })
  const { name, username, email, siteName } = context

  const begin = useCallback(() => {
    judge.current ??= createStrengthJudge()
    setBegun(true)
  }, [])

  useEffect(
    () => () => {
      judge.current?.dispose()
      judge.current = null
    },
    [],
  )

  useEffect(() => {
    if (!begun || password === '') return
    let stale = false
    const timer = setTimeout(() => {
      void judge.current?.judge(password, { name, username, email, siteName }).then((verdict) => {
        if (stale || verdict === undefined) return
        setAnswer(verdict === null ? { state: 'unavailable' } : { state: 'known', verdict })
      })
    }, DEBOUNCE)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [begun, password, name, username, email, siteName])

  const settle = useCallback(async (): Promise<PasswordVerdict | null> => {
    if (passwordLength(password) === 0) return null
    return (await judge.current?.judge(password, { name, username, email, siteName })) ?? null
  }, [password, name, username, email, siteName])

  const strength = useMemo((): Strength => {
    if (password === '') return { state: 'empty' }
    return begun ? answer : { state: 'unavailable' }
  }, [password, begun, answer])

  return { strength, begin, settle }
}
