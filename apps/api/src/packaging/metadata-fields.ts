/** The fields of core metadata (specification of packaging.python.org, versions 1.0 to 2.6). */

interface SingleField {
  readonly header: string
  readonly key: SingleKey
  readonly form: readonly string[]
  readonly since: string
  readonly multiple: false
}

interface MultipleField {
  readonly header: string
  readonly key: MultipleKey
  /** Names in upload forms: the standard one, then what clients send as well. */
  readonly form: readonly string[]
  readonly since: string
  readonly multiple: true
}

export type MetadataField = SingleField | MultipleField

export type SingleKey =
  | 'metadataVersion'
  | 'name'
  | 'version'
  | 'summary'
  | 'description'
  | 'descriptionContentType'
  | 'keywords'
  | 'homePage'
  | 'downloadUrl'
  | 'author'
  | 'authorEmail'
  | 'maintainer'
  | 'maintainerEmail'
  | 'license'
  | 'licenseExpression'
  | 'requiresPython'

export type MultipleKey =
  | 'dynamic'
  | 'platforms'
  | 'supportedPlatforms'
  | 'licenseFiles'
  | 'classifiers'
  | 'requiresDist'
  | 'requiresExternal'
  | 'projectUrls'
  | 'providesExtra'
  | 'importNames'
  | 'importNamespaces'
  | 'providesDist'
  | 'obsoletesDist'
  | 'requires'
  | 'provides'
  | 'obsoletes'

function single(header: string, key: SingleKey, since: string): SingleField {
  return { header, key, since, form: [formName(header)], multiple: false }
}

function multiple(
  header: string,
  key: MultipleKey,
  since: string,
  form?: readonly string[],
): MultipleField {
  return { header, key, since, form: form ?? [formName(header)], multiple: true }
}

function formName(header: string): string {
  return header.toLowerCase().replaceAll('-', '_')
}

export const METADATA_FIELDS: readonly MetadataField[] = [
  single('Metadata-Version', 'metadataVersion', '1.0'),
  single('Name', 'name', '1.0'),
  single('Version', 'version', '1.0'),
  multiple('Dynamic', 'dynamic', '2.2'),
  multiple('Platform', 'platforms', '1.0'),
  multiple('Supported-Platform', 'supportedPlatforms', '1.1'),
  single('Summary', 'summary', '1.0'),
  single('Description', 'description', '1.0'),
  single('Description-Content-Type', 'descriptionContentType', '2.1'),
  single('Keywords', 'keywords', '1.0'),
  single('Home-page', 'homePage', '1.0'),
  single('Download-URL', 'downloadUrl', '1.1'),
  single('Author', 'author', '1.0'),
  single('Author-email', 'authorEmail', '1.0'),
  single('Maintainer', 'maintainer', '1.2'),
  single('Maintainer-email', 'maintainerEmail', '1.2'),
  single('License', 'license', '1.0'),
  single('License-Expression', 'licenseExpression', '2.4'),
  multiple('License-File', 'licenseFiles', '2.4', ['license_file', 'license_files']),
  multiple('Classifier', 'classifiers', '1.1', ['classifiers', 'classifier']),
  multiple('Requires-Dist', 'requiresDist', '1.2'),
  single('Requires-Python', 'requiresPython', '1.2'),
  multiple('Requires-External', 'requiresExternal', '1.2'),
  multiple('Project-URL', 'projectUrls', '1.2', ['project_urls', 'project_url']),
  multiple('Provides-Extra', 'providesExtra', '2.1', ['provides_extra', 'provides_extras']),
  multiple('Import-Name', 'importNames', '2.5', ['import_name', 'import_names']),
  multiple('Import-Namespace', 'importNamespaces', '2.5', [
    'import_namespace',
    'import_namespaces',
  ]),
  multiple('Provides-Dist', 'providesDist', '1.2'),
  multiple('Obsoletes-Dist', 'obsoletesDist', '1.2'),
  multiple('Requires', 'requires', '1.1'),
  multiple('Provides', 'provides', '1.1'),
  multiple('Obsoletes', 'obsoletes', '1.1'),
]

const BY_HEADER: ReadonlyMap<string, MetadataField> = new Map(
  METADATA_FIELDS.map((field) => [field.header.toLowerCase(), field]),
)

/** The field of a header, whatever its case; undefined for unknown ones. */
export function findMetadataField(header: string): MetadataField | undefined {
  return BY_HEADER.get(header.toLowerCase())
}
