import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { line, text } from './text.ts'

/** In UTF-16 code units. */
export const DESCRIPTION_MAX_LENGTH = 1_000_000
/** Core metadata: the label of a `Project-URL`. */
export const LINK_LABEL_MAX_LENGTH = 32
export const LINK_URL_MAX_LENGTH = 2_000
export const MOST_LINKS = 50

/** `Description-Content-Type` of core metadata, without parameters. */
export const DESCRIPTION_TYPES = ['text/markdown', 'text/x-rst', 'text/plain'] as const
export type DescriptionType = (typeof DESCRIPTION_TYPES)[number]

const releaseParams = z.strictObject({ project: line(200), version: line(200) })

const HttpUrl = line(LINK_URL_MAX_LENGTH).check(
  z.refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), {
    error: 'must be an http or https address',
    params: { code: 'link_shape' },
  }),
)

export const ProjectLink = z.strictObject({ label: line(LINK_LABEL_MAX_LENGTH), url: HttpUrl })

export const DescriptionChange = z.strictObject({
  /** Empty for none. */
  description: text(DESCRIPTION_MAX_LENGTH),
  contentType: z.enum(DESCRIPTION_TYPES),
  links: z.array(ProjectLink).check(
    z.maxLength(MOST_LINKS),
    z.refine((links) => new Set(links.map(({ label }) => label)).size === links.length, {
      error: 'has a label twice',
      params: { code: 'label_twice' },
    }),
  ),
})

export const ReleaseDescription = z
  .object({
    version: z.string(),
    /** As it was written. */
    description: z.string(),
    contentType: z.enum(DESCRIPTION_TYPES),
    links: z.array(z.object({ label: z.string(), url: z.string() })),
    /** When and by whom it was changed after the release; null while it is what the files say. */
    changed: z.nullable(z.object({ at: z.iso.datetime(), by: z.string() })),
  })
  .register(z.globalRegistry, { id: 'ReleaseDescription' })
export type ReleaseDescription = z.output<typeof ReleaseDescription>

const path = '/api/v1/projects/{project}/releases/{version}/description' as const

export const getDescription = endpoint({
  id: 'getDescription',
  method: 'GET',
  path,
  tag: 'Releases',
  summary: 'The source of a description and the links beside it, for those who may change them',
  auth: 'session',
  token: 'manage',
  params: releaseParams,
  response: ReleaseDescription,
  problems: ['not_found', 'forbidden'],
})

export const changeDescription = endpoint({
  id: 'changeDescription',
  method: 'PUT',
  path,
  tag: 'Releases',
  summary: 'Change description and links of the latest release; its files stay as they are',
  auth: 'session',
  token: 'manage',
  params: releaseParams,
  body: DescriptionChange,
  bodyLimit: 2 ** 20,
  response: ReleaseDescription,
  problems: ['not_found', 'forbidden', 'conflict'],
})

export const restoreDescription = endpoint({
  id: 'restoreDescription',
  method: 'DELETE',
  path,
  tag: 'Releases',
  summary: 'Show again the description and links that the files of a release have',
  auth: 'session',
  token: 'manage',
  params: releaseParams,
  response: ReleaseDescription,
  problems: ['not_found', 'forbidden'],
})
