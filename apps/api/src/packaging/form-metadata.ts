import type { CoreMetadata } from './core-metadata.ts'
import { METADATA_FIELDS } from './metadata-fields.ts'
import { PackagingError } from './packaging-error.ts'

/** Form fields by name with their values as sent: absent, empty and `UNKNOWN` ones are left out. */
export type FormFields = Readonly<Record<string, readonly string[]>>

/**
 * The metadata that an upload form states, under the standard's field names only: what clients send
 * under other names (`provides_extras`, `import_names`) is no field, as on PyPI.
 * @throws PackagingError `metadata-duplicate-field` for a single-use field that is sent twice.
 */
export function readFormMetadata(form: FormFields): CoreMetadata {
  const entries = METADATA_FIELDS.map((field) => {
    const name = field.form[0]!
    const values = Object.hasOwn(form, name) ? (form[name] ?? []) : []
    if (field.multiple) return [field.key, values]
    if (values.length > 1) {
      throw new PackagingError(
        'metadata-duplicate-field',
        `Invalid metadata: the field ${name} may be sent once only.`,
      )
    }
    return [field.key, values[0]]
  })
  return { ...Object.fromEntries(entries), raw: [] } as CoreMetadata
}
