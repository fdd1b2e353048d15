import type { Request, Response } from 'express'
import type { Config } from '../config.ts'
import { readCookie } from './session-cookie.ts'

export type DeviceCookie = {
  read(request: Request): string | undefined
  write(response: Response, cookie: { value: string; maxAge: number }): void
}

/**
 * The cookie of a browser that is remembered after a second factor. It goes to the sign-in alone,
 * and to no request that another site began.
 */
export function deviceCookie(config: Config): DeviceCookie {
  const { protocol, port } = new URL(config.PUBLIC_URL)
  const secure = protocol === 'https:'
  const name = secure ? '__Secure-wheelhouse-device' : `wheelhouse_device_${port || '80'}`
  const options = { httpOnly: true, secure, sameSite: 'strict', path: '/api/v1/sessions' } as const
  return {
    read: (request) => readCookie(request.get('cookie') ?? '', name),
    write: (response, cookie) => {
      response.cookie(name, cookie.value, { ...options, maxAge: cookie.maxAge * 1000 })
    },
  }
}
