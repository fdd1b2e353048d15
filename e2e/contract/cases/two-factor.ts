import type { Case } from '../case.ts'
import { reading, app, passkeys, codes } from './two-factor-factors.ts'
import { finishing, alone } from './two-factor-signing-in.ts'
import { confirming, shortPasswords } from './two-factor-confirming.ts'

export const twoFactorCases: readonly Case[] = [
  ...reading,
  ...app,
  ...passkeys,
  ...codes,
  ...finishing,
  ...alone,
  ...confirming,
  ...shortPasswords,
]
