import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { DISTRIBUTION_KINDS } from './files.ts'

/** What a good file could do better; none of it keeps it out. */
export const UPLOAD_WARNINGS = [
  /** Exactly this file is in the index: sending it changes nothing. */
  'already-here',
  'no-description',
  'no-summary',
  'no-requires-python',
  'no-license',
] as const
export type UploadWarning = (typeof UPLOAD_WARNINGS)[number]

export const UploadCheck = z
  .discriminatedUnion('ok', [
    z.object({
      ok: z.literal(true),
      /** The project's name: as it is here, or else as the file spells it. */
      project: z.string(),
      version: z.string(),
      kind: z.enum(DISTRIBUTION_KINDS),
      /** The upload would make the project. */
      newProject: z.boolean(),
      newRelease: z.boolean(),
      warnings: z.array(z.enum(UPLOAD_WARNINGS)),
    }),
    z.object({
      ok: z.literal(false),
      /** Slug; the same as of a refused upload. */
      reason: z.string(),
      /** English, one line. */
      message: z.string(),
    }),
  ])
  .register(z.globalRegistry, { id: 'UploadCheck' })
export type UploadCheck = z.output<typeof UploadCheck>

export const UploadResult = z
  .object({
    project: z.string(),
    version: z.string(),
    filename: z.string(),
    /** `unchanged`: exactly this file was here before. */
    outcome: z.enum(['stored', 'unchanged']),
  })
  .register(z.globalRegistry, { id: 'UploadResult' })
export type UploadResult = z.output<typeof UploadResult>

/**
 * The name as the file has it: neither trimmed nor looked at, since what is wrong with it is a
 * refusal of the file with a reason of its own.
 */
const query = z.strictObject({ filename: z.string().check(z.minLength(1), z.maxLength(1000)) })

export const checkUpload = endpoint({
  id: 'checkUpload',
  method: 'POST',
  path: '/api/v1/uploads/check',
  tag: 'Uploads',
  summary: 'Everything of an upload but the storing: whether the file would be taken',
  auth: 'session',
  token: 'upload',
  query,
  upload: true,
  response: UploadCheck,
})

export const uploadFile = endpoint({
  id: 'uploadFile',
  method: 'POST',
  path: '/api/v1/uploads',
  tag: 'Uploads',
  summary: 'Publish a wheel or a source distribution; sent again, it changes nothing',
  auth: 'session',
  token: 'upload',
  query,
  upload: true,
  response: UploadResult,
  status: 201,
  problems: ['upload_refused'],
})
