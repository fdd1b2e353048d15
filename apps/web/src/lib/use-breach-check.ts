import { useQuery } from '@tanstack/react-query'
import {
  getPasswordRange,
  normalizePassword,
  PASSWORD_MIN_LENGTH,
  passwordLength,
  RANGE_PREFIX_LENGTH,
} from '@wheelhouse/shared-types'
import { useEffect, useState } from 'react'
import { call } from '../api/client.ts'
import { siteQuery } from '../features/site/queries.ts'

/** Milliseconds without a key before the list is asked. */
const DEBOUNCE = 800

/**
 * Whether a password is in the list of breached ones, once typing pauses. Five digits of its hash
 * are told, and only to this site; where there is no answer it is not listed: the server looks again.
 */
export function useBreachCheck(password: string): boolean {
  const isAsked = useQuery(siteQuery()).data?.breachedPasswords === true
  const [listed, setListed] = useState<string>()

  useEffect(() => {
    // Browsers hash only on https and on this machine.
    const { subtle } = globalThis.crypto
    if (!isAsked || subtle === undefined || passwordLength(password) < PASSWORD_MIN_LENGTH) return
    const abort = new AbortController()
    const timer = setTimeout(() => {
      void isBreached(password, abort.signal).then(
        (found) => found && !abort.signal.aborted && setListed(password),
        () => {},
      )
    }, DEBOUNCE)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [isAsked, password])

  return password !== '' && listed === password
}

async function isBreached(password: string, signal: AbortSignal): Promise<boolean> {
  const text = new TextEncoder().encode(normalizePassword(password))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', text))
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
  const prefix = hash.slice(0, RANGE_PREFIX_LENGTH)
  const { lines } = await call(getPasswordRange, { params: { prefix } }, signal)
  const own = `${hash.slice(RANGE_PREFIX_LENGTH)}:`
  return lines.some((line) => line.startsWith(own) && Number(line.slice(own.length)) > 0)
}
