import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/** Keys for different ends, each derived apart, so that none can stand in for another. */
export type Secrets = {
  readonly sessionKey: Uint8Array
  readonly mailKey: Uint8Array
  /** Signs steps that were begun, and remembered browsers. */
  readonly stepKey: Uint8Array
  /** Encrypts the secrets of authentication apps. */
  readonly sealKey: Uint8Array
  /** Encrypts the secrets by which webhooks are signed. */
  readonly webhookKey: Uint8Array
  /** Salted hash of a network address, for events and counters. */
  hashAddress(address: string): string
}

/**
 * Derives the keys from `SECRET_KEY`, or from the secret that is made once in `DATA_DIR`
 * (local installations only; `readConfig` refuses others without a key).
 */
export async function openSecrets(config: Config): Promise<Secrets> {
  const root = config.SECRET_KEY ?? (await generatedSecret(config.DATA_DIR))
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', root, 'wheelhouse', purpose, 32))
  const addressKey = derive('network address')
  return {
    sessionKey: derive('session cookie'),
    mailKey: derive('mailed link'),
    stepKey: derive('second step'),
    sealKey: derive('authenticator secret'),
    webhookKey: derive('webhook secret'),
    hashAddress: (address) =>
      createHmac('sha256', addressKey).update(address).digest('base64url').slice(0, 22),
  }
}

async function generatedSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret-key')
  await mkdir(dataDir, { recursive: true })
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(randomBytes(32).toString('hex'))
    await file.sync()
    await file.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFile(path, 'utf8')
}
