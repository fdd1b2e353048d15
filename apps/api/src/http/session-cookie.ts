import type { Request, Response } from 'express'
import type { Config } from '../config.ts'

export type SessionCookie = {
  readonly name: string
  read(request: Request): string | undefined
  write(response: Response, cookie: { value: string; maxAge: number } | null): void
}

/**
 * The session cookie. `__Host-` binds it to the host and to https; on a local http address that
 * prefix cannot be set, and the port goes into the name, because cookies ignore ports.
 */
export function sessionCookie(config: Config): SessionCookie {
  const { protocol, port } = new URL(config.PUBLIC_URL)
  const secure = protocol === 'https:'
  const name = secure ? '__Host-wheelhouse' : `wheelhouse_${port || '80'}`
  const options = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  return {
    name,
    read: (request) => readCookie(request.get('cookie') ?? '', name),
    write: (response, cookie) => {
      if (cookie === null) response.clearCookie(name, options)
      else response.cookie(name, cookie.value, { ...options, maxAge: cookie.maxAge * 1000 })
    },
  }
}

/** The value of a cookie in a `Cookie` header. */
export function readCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const [key, ...value] = pair.split('=')
    if (key?.trim() === name) return value.join('=').trim()
  }
  return undefined
}
