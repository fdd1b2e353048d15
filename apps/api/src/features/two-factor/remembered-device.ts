import { REMEMBERED_DEVICE_DAYS } from '@wheelhouse/shared-types'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { Context } from '../../http/bind.ts'

const ALGORITHM = 'HS256'
const TYPE = 'wheelhouse-device+jwt'
const AUDIENCE = 'device'
const SECONDS = REMEMBERED_DEVICE_DAYS * 24 * 60 * 60

type Owner = { id: string; deviceEpoch: number }
type DeviceContext = Pick<Context, 'deps' | 'device' | 'setDevice'>

/**
 * Remembers this browser for a user for 30 days. The token names the user's epoch, which a new
 * password and every change of the factors count up.
 */
export async function rememberDevice(context: DeviceContext, user: Owner): Promise<void> {
  const { config, secrets, clock } = context.deps
  const now = clock.now()
  const value = await new SignJWT({ epoch: user.deviceEpoch })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(config.PUBLIC_URL)
    .setAudience(AUDIENCE)
    .setSubject(user.id)
    .setIssuedAt(now)
    .setExpirationTime(new Date(now.getTime() + SECONDS * 1000))
    .sign(secrets.stepKey)
  context.setDevice({ value, maxAge: SECONDS })
}

/** Whether this browser showed a second factor of the user lately, and was to be remembered. */
export async function isRememberedDevice(context: DeviceContext, user: Owner): Promise<boolean> {
  const { config, secrets, clock } = context.deps
  if (context.device === undefined) return false
  try {
    const { payload } = await jwtVerify(context.device, secrets.stepKey, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: config.PUBLIC_URL,
      audience: AUDIENCE,
      subject: user.id,
      requiredClaims: ['exp', 'iat'],
      currentDate: clock.now(),
    })
    return payload['epoch'] === user.deviceEpoch
  } catch (error) {
    if (error instanceof errors.JOSEError) return false
    throw error
  }
}
