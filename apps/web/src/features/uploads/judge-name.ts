import {
  normalizeName,
  parseSdistFilename,
  parseWheelFilename,
} from '@wheelhouse/shared-types/python'

export type NameRules = {
  /** Bytes; undefined while it is not known. */
  maxFileSize: number | undefined
  /** The project that the files must be of, if there is one. */
  project: string | undefined
}

/** Why a file need not be sent at all. */
export type EarlyRefusal =
  | { key: 'not-distribution' }
  | { key: 'too-large'; limit: number }
  | { key: 'other-project'; other: string; name: string }

/** What name and size alone tell of a file, before it is sent; the rest is for the server to say. */
export function judgeName(
  { name, size }: Pick<File, 'name' | 'size'>,
  { maxFileSize, project }: NameRules,
): EarlyRefusal | undefined {
  if (!/\.(?:whl|tar\.gz)$/.test(name)) return { key: 'not-distribution' }
  if (maxFileSize !== undefined && size > maxFileSize)
    return { key: 'too-large', limit: maxFileSize }
  const wheel = parseWheelFilename(name)
  const other = (wheel.ok ? wheel.wheel : parseSdistFilename(name))?.normalizedName
  if (project === undefined || other === undefined || other === normalizeName(project)) {
    return undefined
  }
  return { key: 'other-project', other, name: project }
}
