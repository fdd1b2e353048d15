import { judgePassword, type PasswordContext } from '@wheelhouse/shared-types/password-policy'
import zxcvbn from 'zxcvbn'

export type StrengthQuestion = { sequence: number; password: string; context: PasswordContext }

// The dictionaries and the guessing take long: here they hold up nobody's typing.
addEventListener('message', ({ data }: MessageEvent<StrengthQuestion>) => {
  const verdict = judgePassword(zxcvbn, data.password, data.context)
  postMessage({ sequence: data.sequence, verdict })
})
