import type { Request, Response } from 'express'
import type { Config } from '../config.ts'
import type { DeviceCookie } from './device-cookie.ts'
import { readCookie } from './session-cookie.ts'

/** 256 random bits as base64url. */
const SHAPE = /^[\w-]{43}$/

/**
 * The cookie by which a browser is known again. `__Host-` keeps the hosts beside ours from planting
 * one whose value they know: it would be known as soon as somebody signs in with it.
 */
export function browserCookie(config: Config): DeviceCookie {
  const { protocol, port } = new URL(config.PUBLIC_URL)
  const secure = protocol === 'https:'
  const name = secure ? '__Host-wheelhouse-browser' : `wheelhouse_browser_${port || '80'}`
  const options = { httpOnly: true, secure, sameSite: 'strict', path: '/' } as const
  return {
    read: (request: Request) => {
      const value = readCookie(request.get('cookie') ?? '', name)
      return value !== undefined && SHAPE.test(value) ? value : undefined
    },
    write: (response: Response, cookie) => {
      response.cookie(name, cookie.value, { ...options, maxAge: cookie.maxAge * 1000 })
    },
  }
}
