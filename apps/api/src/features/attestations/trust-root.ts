import { readFile } from 'node:fs/promises'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import { toTrustMaterial, type TrustMaterial } from '@sigstore/verify'

/** Whose certificates, and which logs, are believed. */
export type TrustRoot = {
  readonly material: TrustMaterial
  /** Addresses of the logs by their key's id in base64. */
  readonly logs: ReadonlyMap<string, string>
}

/**
 * Reads a trust root in the form that Sigstore gives out (`trusted_root.json`).
 * @throws Error with one line for a file that is not there or is none, or that trusts nobody.
 */
export async function readTrustRoot(path: string): Promise<TrustRoot> {
  return parseTrustRoot(JSON.parse(await readFile(path, 'utf8')))
}

/** @throws Error for what is no trust root, or one without authorities or logs. */
export function parseTrustRoot(json: unknown): TrustRoot {
  const root = TrustedRoot.fromJSON(json)
  const lacking = (['certificateAuthorities', 'tlogs', 'ctlogs'] as const).filter(
    (part) => root[part].length === 0,
  )
  if (lacking.length > 0) throw new Error(`it has no ${lacking.join(', no ')}`)
  const material = toTrustMaterial(root)
  return {
    material,
    logs: new Map(material.tlogs.map((log) => [log.logID.toString('base64'), log.baseURL])),
  }
}
