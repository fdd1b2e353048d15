import {
  canonicalRequirement,
  canonicalSpecifierSet,
  canonicalVersion,
  normalizeName,
  parseRequirement,
  parseSpecifierSet,
  parseVersion,
} from '@wheelhouse/shared-types/python'
import type { CoreMetadata } from './core-metadata.ts'
import type { FormFields } from './form-metadata.ts'
import type { InspectedDistribution } from './inspected-distribution.ts'
import { METADATA_FIELDS, type MultipleKey, type SingleKey } from './metadata-fields.ts'
import { PackagingError, quoteForMessage } from './packaging-error.ts'

type Comparable = Extract<
  SingleKey | MultipleKey,
  'name' | 'version' | 'requiresPython' | 'requiresDist' | 'providesExtra'
>

/** One spelling for all equal values; text that cannot be read stands for itself. */
const NORMALIZERS: Readonly<Record<Comparable, (value: string) => string>> = {
  name: normalizeName,
  version: (value) => {
    const version = parseVersion(value)
    return version === undefined ? value : canonicalVersion(version)
  },
  requiresPython: (value) => {
    const set = parseSpecifierSet(value)
    return set === undefined ? value : canonicalSpecifierSet(set)
  },
  requiresDist: (value) => {
    const requirement = parseRequirement(value.trim())
    return requirement === undefined ? value : canonicalRequirement(requirement)
  },
  providesExtra: normalizeName,
}

const COMPARED = Object.keys(NORMALIZERS) as Comparable[]

/** The form's values under every name that clients use for the field, without empty ones. */
function formValues(form: FormFields, key: Comparable): string[] {
  const names = METADATA_FIELDS.find((field) => field.key === key)?.form ?? []
  return names
    .flatMap((name) => (Object.hasOwn(form, name) ? (form[name] ?? []) : []))
    .map((value) => value.trim())
    .filter((value) => value !== '' && value !== 'UNKNOWN')
}

function archiveValues(metadata: CoreMetadata, key: Comparable): readonly string[] {
  const value = metadata[key]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/**
 * What an upload form says about a file must be what the file says about itself, in the fields
 * that decide what gets installed: name, version, dependencies, Python versions and extras.
 * Fields that the form leaves out or sends empty are not compared (no client sends them all);
 * order, repetition and spelling do not matter. The metadata version is never compared.
 * @throws PackagingError `form-mismatch`
 */
export function checkFormAgainstMetadata(
  form: FormFields,
  inspected: Pick<InspectedDistribution, 'metadata'>,
): void {
  for (const key of COMPARED) {
    const sent = formValues(form, key)
    if (sent.length === 0) continue
    const normalize = NORMALIZERS[key]
    const inForm = new Set(sent.map(normalize))
    const inFile = new Set(archiveValues(inspected.metadata, key).map(normalize))
    const onlyInForm = [...inForm].find((value) => !inFile.has(value))
    const onlyInFile = [...inFile].find((value) => !inForm.has(value))
    const difference = onlyInForm ?? onlyInFile
    if (difference === undefined) continue
    const place = onlyInForm === undefined ? 'file' : 'form'
    const header = METADATA_FIELDS.find((field) => field.key === key)?.header ?? key
    throw new PackagingError(
      'form-mismatch',
      `${header} of the form differs from the metadata in the file: ${quoteForMessage(difference)} is only in the ${place}. Upload with a client that reads the file.`,
    )
  }
}
