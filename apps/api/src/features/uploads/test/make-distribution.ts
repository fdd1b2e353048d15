import { escapeNameForFilename } from '@wheelhouse/shared-types/python'
import { wheelFiles, zipEntries } from '../../../packaging/test/distributions.ts'
import { buildTarGz, tarEntry } from '../../../packaging/test/tar-writer.ts'
import { buildZip, type ZipEntrySpec, type ZipSpec } from '../../../packaging/test/zip-writer.ts'
import type { Distribution } from '../../../test/wheels.ts'

/** What a wheel of a case differs in from a good one. */
export type WheelTwist = {
  readonly tag?: string
  /** In place of the whole file name. */
  readonly filename?: string
  /** Name and version as the `.dist-info` folder has them. */
  readonly stem?: string
  /** Lines after Name and Version of METADATA. */
  readonly headers?: string
  readonly body?: string
  /** Members by name below the `.dist-info` folder; undefined leaves one out. */
  readonly info?: Readonly<Record<string, string | undefined>>
  /** Entries that RECORD does not list. */
  readonly extra?: readonly ZipEntrySpec[]
  readonly zip?: ZipSpec
  /** Makes two files of one name differ. */
  readonly mark?: string
}

export function wheel(name: string, version = '1.0', twist: WheelTwist = {}): Distribution {
  const { tag = 'py3-none-any', headers = '', body = '', mark = '' } = twist
  const stem = twist.stem ?? `${escapeNameForFilename(name)}-${version}`
  const folder = `${stem}.dist-info`
  const metadata = `Metadata-Version: 2.4\nName: ${name}\nVersion: ${version}\n${headers}\n${body}`
  const info = { METADATA: metadata, ...twist.info }
  const files = wheelFiles(
    {
      'demo/__init__.py': `# ${mark}\n`,
      ...Object.fromEntries(
        Object.entries(info).map(([path, data]) => [`${folder}/${path}`, data]),
      ),
    },
    folder,
  )
  const present = Object.fromEntries(
    Object.entries(files).filter((entry) => (entry[1] as string | undefined) !== undefined),
  )
  return {
    filename: twist.filename ?? `${stem}-${tag}.whl`,
    bytes: buildZip([...zipEntries(present), ...(twist.extra ?? [])], twist.zip ?? {}),
    name,
    version,
    filetype: 'bdist_wheel',
    pyversion: tag.split('-')[0]!,
    metadata,
  }
}

export type SdistTwist = {
  readonly filename?: string
  readonly headers?: string
  /** Members after PKG-INFO. */
  readonly extra?: readonly Uint8Array[]
  readonly withoutMetadata?: boolean
  readonly mark?: string
}

export function sdist(name: string, version = '1.0', twist: SdistTwist = {}): Distribution {
  const top = `${escapeNameForFilename(name)}-${version}`
  const metadata = `Metadata-Version: 2.4\nName: ${name}\nVersion: ${version}\n${twist.headers ?? ''}\n`
  const information = tarEntry({ name: `${top}/PKG-INFO`, data: metadata })
  return {
    filename: twist.filename ?? `${top}.tar.gz`,
    bytes: buildTarGz([
      tarEntry({ name: `${top}/`, type: '5' }),
      ...(twist.withoutMetadata === true ? [] : [information]),
      tarEntry({ name: `${top}/demo.py`, data: `# ${twist.mark ?? ''}\n` }),
      ...(twist.extra ?? []),
    ]),
    name,
    version,
    filetype: 'sdist',
    pyversion: 'source',
    metadata,
  }
}
