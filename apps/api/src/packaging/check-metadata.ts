import {
  isValidName,
  parseRequirement,
  parseSpecifierSet,
  parseVersion,
} from '@wheelhouse/shared-types/python'
import { checkContactEmail } from './check-contact-email.ts'
import { checkDescriptionContentType } from './check-description-content-type.ts'
import { checkImportNames } from './check-import-names.ts'
import { checkProjectUrls, checkUrl } from './check-urls.ts'
import { judgeClassifier } from './classifiers.ts'
import type { CoreMetadata } from './core-metadata.ts'
import { canonicalizeLicenseExpression } from './license-expression.ts'
import { findMetadataField, METADATA_FIELDS, type MetadataField } from './metadata-fields.ts'
import { PackagingError, quoteForMessage, type RefusalReason } from './packaging-error.ts'
import type { InspectionPolicy } from './policy.ts'

const MAX_SUMMARY = 512

/** U+2028 and U+2029 end a line too, and so do some control characters. */
const LINE_BREAK = /[\p{Cc}\p{Zl}\p{Zp}]/u

function refuse(reason: RefusalReason, text: string): never {
  throw new PackagingError(reason, `Invalid metadata: ${text}`)
}

/** The rules of single fields; the order of the table is that of the refusals. */
const RULES: Partial<Record<MetadataField['key'], (metadata: CoreMetadata) => void>> = {
  authorEmail: ({ authorEmail }) => checkContactEmail('Author-email', authorEmail),
  classifiers: ({ classifiers }) => classifiers.forEach(checkClassifier),
  descriptionContentType: (metadata) =>
    checkDescriptionContentType(metadata.descriptionContentType),
  downloadUrl: ({ downloadUrl }) => checkUrl('Download-URL', downloadUrl),
  dynamic: ({ dynamic }) => dynamic.forEach(checkDynamic),
  homePage: ({ homePage }) => checkUrl('Home-page', homePage),
  importNames: (metadata) => checkImportNames(metadata.importNames, metadata.importNamespaces),
  licenseFiles: ({ licenseFiles }) => licenseFiles.forEach(checkLicenseFile),
  maintainerEmail: ({ maintainerEmail }) => checkContactEmail('Maintainer-email', maintainerEmail),
  obsoletesDist: ({ obsoletesDist }) => checkRequirements('Obsoletes-Dist', obsoletesDist),
  projectUrls: ({ projectUrls }) => checkProjectUrls(projectUrls),
  providesDist: ({ providesDist }) => checkRequirements('Provides-Dist', providesDist),
  providesExtra: ({ providesExtra }) => providesExtra.forEach(checkExtra),
  requiresDist: ({ requiresDist }) => checkRequirements('Requires-Dist', requiresDist),
  requiresPython: ({ requiresPython }) => checkRequiresPython(requiresPython),
  summary: ({ summary }) => checkSummary(summary),
}

const BY_HEADER = METADATA_FIELDS.toSorted((left, right) => (left.header < right.header ? -1 : 1))

/**
 * Applies the rules for uploads to metadata (the standard's rules and PyPI's additions), be it a
 * file's or a form's. Gives the metadata with its licence expression in canonical spelling.
 * @throws PackagingError with the first problem: metadata version, name and version come first, then
 *   the fields by their names, as PyPI tells of them.
 */
export function checkMetadata(metadata: CoreMetadata, policy: InspectionPolicy): CoreMetadata {
  const declared = checkMetadataVersion(metadata, policy)
  checkName(metadata.name)
  checkVersion(metadata.version, policy)
  const relevant = withoutStrayLicenseFiles(metadata, declared)
  let licenseExpression: string | undefined
  for (const field of BY_HEADER) {
    checkFieldVersion(field, relevant, declared)
    if (field.key === 'licenseExpression') licenseExpression = checkLicenseExpression(relevant)
    else RULES[field.key]?.(relevant)
  }
  return { ...relevant, licenseExpression }
}

function checkMetadataVersion(metadata: CoreMetadata, policy: InspectionPolicy): string {
  const declared = metadata.metadataVersion
  if (declared === undefined) refuse('metadata-version', 'Metadata-Version is missing.')
  if (!policy.metadataVersions.includes(declared)) {
    refuse(
      'metadata-version',
      `Metadata-Version ${quoteForMessage(declared)} is not accepted; use one of ${policy.metadataVersions.join(', ')}.`,
    )
  }
  return declared
}

/** @throws PackagingError `metadata-name` */
export function checkName(name: string | undefined): void {
  if (name === undefined) refuse('metadata-name', 'Name is missing.')
  if (!isValidName(name)) {
    refuse(
      'metadata-name',
      `Name ${quoteForMessage(name)} must start and end with a letter or numeral and hold only ASCII letters, numerals, '-', '_' and '.'.`,
    )
  }
}

function checkVersion(text: string | undefined, policy: InspectionPolicy): void {
  if (text === undefined) refuse('metadata-project-version', 'Version is missing.')
  const version = parseVersion(text)
  if (version === undefined) {
    refuse(
      'metadata-project-version',
      `${quoteForMessage(text)} is invalid for 'version': it is not a PEP 440 version.`,
    )
  }
  if (version.local !== undefined && !policy.allowLocalVersions) {
    refuse(
      'metadata-local-version',
      `Version ${quoteForMessage(text)}: the use of local versions is not allowed here; drop the part after the +.`,
    )
  }
}

/**
 * setuptools wrote License-File years before version 2.4 defined it; upload clients drop it
 * then, and so does the index.
 */
function withoutStrayLicenseFiles(metadata: CoreMetadata, declared: string): CoreMetadata {
  return isNewer('2.4', declared) ? { ...metadata, licenseFiles: [] } : metadata
}

/** Compares two `major.minor` metadata versions. */
function isNewer(left: string, right: string): boolean {
  const [leftMajor = 0, leftMinor = 0] = left.split('.').map(Number)
  const [rightMajor = 0, rightMinor = 0] = right.split('.').map(Number)
  return leftMajor > rightMajor || (leftMajor === rightMajor && leftMinor > rightMinor)
}

function checkFieldVersion(field: MetadataField, metadata: CoreMetadata, declared: string): void {
  const value = metadata[field.key]
  const isGiven = typeof value === 'string' || (value !== undefined && value.length > 0)
  if (isGiven && isNewer(field.since, declared)) {
    refuse(
      'metadata-newer-field',
      `${field.header} was introduced in metadata version ${field.since}, not ${declared}.`,
    )
  }
}

function checkSummary(summary: string | undefined): void {
  if (summary === undefined) return
  if (LINE_BREAK.test(summary.replaceAll('\t', ' ')))
    refuse('metadata-summary', 'Summary must be one line.')
  if (Array.from(summary).length > MAX_SUMMARY) {
    refuse('metadata-summary', `Summary must be ${MAX_SUMMARY} characters or less.`)
  }
}

function checkRequiresPython(value: string | undefined): void {
  if (value === undefined || parseSpecifierSet(value) !== undefined) return
  refuse(
    'metadata-requires-python',
    `Requires-Python ${quoteForMessage(value)} is not a version specifier (PEP 440).`,
  )
}

function checkExtra(extra: string): void {
  if (isValidName(extra)) return
  refuse('metadata-provides-extra', `Provides-Extra ${quoteForMessage(extra)} is not a valid name.`)
}

function checkRequirements(header: string, values: readonly string[]): void {
  for (const value of values) checkRequirement(header, value)
}

function checkRequirement(header: string, value: string): void {
  const requirement = parseRequirement(value)
  if (requirement === undefined) {
    refuse(
      'metadata-requires-dist',
      `${header} ${quoteForMessage(value)} is not a dependency specifier (PEP 508).`,
    )
  }
  if (requirement.url !== undefined) {
    refuse(
      'metadata-requires-dist',
      `${header} ${quoteForMessage(value)}: can't have direct dependency; name a project and versions, not a URL.`,
    )
  }
}

function checkLicenseFile(path: string): void {
  const isBad =
    path.startsWith('/') ||
    /^[A-Za-z]:/.test(path) ||
    /[\\*\n]/.test(path) ||
    path.split('/').some((part) => part === '..' || part === '')
  if (!isBad) return
  refuse(
    'metadata-license-file',
    `License-File ${quoteForMessage(path)} must be a relative path with / and without .. or *.`,
  )
}

function checkLicenseExpression(metadata: CoreMetadata): string | undefined {
  const expression = metadata.licenseExpression
  if (expression === undefined) return undefined
  const canonical = canonicalizeLicenseExpression(expression)
  if (canonical === undefined) {
    refuse(
      'metadata-license-expression',
      `License-Expression ${quoteForMessage(expression)} is not a valid SPDX expression.`,
    )
  }
  if (metadata.license !== undefined) {
    refuse(
      'metadata-license-expression',
      'License and License-Expression exclude each other; drop License.',
    )
  }
  return canonical
}

function checkClassifier(classifier: string): void {
  const judged = judgeClassifier(classifier)
  if (judged.verdict === 'deprecated') {
    const { replacements } = judged
    const advice =
      replacements.length === 0
        ? 'remove it'
        : `use ${replacements.map(quoteForMessage).join(' or ')} instead`
    refuse(
      'metadata-classifier',
      `Classifier ${quoteForMessage(classifier)} is deprecated; ${advice}.`,
    )
  }
  if (judged.verdict === 'unknown') {
    const advice = classifier.startsWith('Private ::')
      ? 'it marks a project that must not be published'
      : 'see the list of valid classifiers'
    refuse(
      'metadata-classifier',
      `Classifier ${quoteForMessage(classifier)} is not valid; ${advice}.`,
    )
  }
}

const NEVER_DYNAMIC = new Set(['name', 'version', 'metadata-version'])

function checkDynamic(value: string): void {
  const lower = value.toLowerCase()
  const field = findMetadataField(lower)
  if (field === undefined || field.key === 'dynamic' || NEVER_DYNAMIC.has(lower)) {
    refuse(
      'metadata-dynamic',
      `Dynamic ${quoteForMessage(value)} is not a field that can be dynamic.`,
    )
  }
}
