import { resolve } from 'node:path'
import { BUILT_IN_ISSUERS, isIssuer, PUBLISHER_KINDS } from '@wheelhouse/shared-types'
import * as z from 'zod'
import { describeDefault, type Switches } from './config-presets.ts'
import { parsePurgeHeader } from './features/edge-cache/purge-target.ts'
import { parseHandoff } from './http/file-handoff.ts'
import { parseOutboundAllowed } from './infra/outbound/outbound-rules.ts'
import { parseS3Url } from './infra/storage/s3-url.ts'

/** One environment variable: how it is read, what holds without it, and what it means. */
export type ConfigVariable<Schema extends z.ZodType = z.ZodType> = {
  readonly schema: Schema
  /** The default in words, for the reference. */
  readonly fallback: string
  readonly meaning: string
}

const variable = <Schema extends z.ZodType>(
  schema: Schema,
  fallback: string,
  meaning: string,
): ConfigVariable<Schema> => ({ schema, fallback, meaning })

/** A switch whose default is the preset's. */
const policySwitch = <Schema extends z.ZodType>(
  name: keyof Switches,
  schema: Schema,
  meaning: string,
) => variable(schema.optional(), describeDefault(name), meaning)

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const whole = z.coerce.number().int().nonnegative()

const UNITS: Record<string, number> = { '': 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

/** A size in bytes: a number, or a number with KiB, MiB or GiB. */
const size = z.string().transform((text, context) => {
  const match = /^(\d{1,15}) ?(|KiB|MiB|GiB)$/.exec(text)
  if (match !== null) return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1)
  context.addIssue('must be a number of bytes, or one with KiB, MiB or GiB, such as 100MiB')
  return z.NEVER
})

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => text.replace(/\/+$/, ''))

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address such as postgresql://user:password@host:5432/name',
})

/** Text that `parse` understands, as it stands. */
const understoodBy = (parse: (text: string) => unknown) =>
  z.string().check((context) => {
    try {
      parse(context.value)
    } catch (error) {
      const { message } = error as Error
      context.issues.push({ code: 'custom', message, input: context.value })
    }
  })

/** Every variable that is read, in the order of the reference. */
export const CONFIG_VARIABLES = {
  HOST: variable(z.string().default('127.0.0.1'), '127.0.0.1', 'Address to listen on'),
  PORT: variable(whole.max(65_535).default(8080), '8080', 'Port to listen on (0: any free one)'),
  PUBLIC_URL: variable(
    httpUrl.optional(),
    'http://localhost:$PORT',
    'Address that people and clients use; stands in every link, mail and page',
  ),
  DATA_DIR: variable(
    z
      .string()
      .default('./data')
      .transform((path) => resolve(path)),
    './data',
    'Embedded database, files, dev mail, generated secrets',
  ),
  DATABASE_URL: variable(
    postgresUrl.optional(),
    'embedded database in DATA_DIR/db',
    'A PostgreSQL server (15 or newer) instead of the embedded database',
  ),
  MIGRATION_DATABASE_URL: variable(
    postgresUrl.optional(),
    'DATABASE_URL',
    'The same database for a role that may change its shape',
  ),
  MIGRATE_ON_START: variable(flag.default(true), 'true', 'Apply migrations when starting'),
  WORKERS: variable(
    whole.min(1, 'must be at least 1').max(256).optional(),
    'the number of cores with DATABASE_URL, 1 with the embedded database',
    'Processes that serve the port; the embedded database has one',
  ),
  STORAGE_URL: variable(
    z
      .url({
        protocol: /^(file|s3)$/,
        error: 'must be a folder such as file:///srv/files, or a bucket such as s3://name/prefix',
      })
      .pipe(understoodBy((text) => !text.startsWith('s3:') || parseS3Url(text)))
      .optional(),
    'folder DATA_DIR/files',
    'Where uploaded files are kept: a folder, or `s3://bucket/prefix?endpoint=https://…&region=…` (without an endpoint: Amazon)',
  ),
  AWS_ACCESS_KEY_ID: variable(
    z.string().optional(),
    "as Amazon's tools find them: its files, a role of the machine or the pod",
    'Credentials for a bucket, together with AWS_SECRET_ACCESS_KEY',
  ),
  AWS_SECRET_ACCESS_KEY: variable(
    z.string().optional(),
    'see AWS_ACCESS_KEY_ID',
    'The secret part of the credentials for a bucket',
  ),
  AWS_SESSION_TOKEN: variable(
    z.string().optional(),
    'none',
    'The third part of credentials that were lent for a time',
  ),
  AWS_REGION: variable(
    z.string().optional(),
    'us-east-1',
    'Region of a bucket whose STORAGE_URL names none',
  ),
  FILES_URL: variable(
    httpUrl.optional(),
    '$PUBLIC_URL/packages',
    'Address that files are linked at: an own origin or a CDN. Requests that come for its host are answered with files only',
  ),
  FILES_HANDOFF: variable(
    understoodBy(parseHandoff).optional(),
    'none: files are sent by the index itself',
    'Lets the server in front send the files of a folder: `x-accel-redirect:/internal/` (nginx; the path of its internal location) or `x-sendfile` (Apache, lighttpd)',
  ),
  PURGE_URL: variable(
    httpUrl.optional(),
    'none: caches keep pages for a minute',
    'Where a cache in front is told of changes, so that it may keep pages for a day: an address with `{key}` in it gets a POST for each surrogate key (`https://api.fastly.com/service/ID/purge/{key}`), one without it a POST of `{"keys": […]}`',
  ),
  PURGE_HEADER: variable(
    understoodBy(parsePurgeHeader).optional(),
    'none',
    'A header that goes with each purge, such as `Fastly-Key: secret`',
  ),
  SMTP_URL: variable(
    z.url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://host:587' }).optional(),
    'local: mail is kept in DATA_DIR/mail and shown at /dev/mail',
    'Mail server; without one, registration is closed unless the installation is local',
  ),
  SMTP_TLS: variable(
    z.enum(['required', 'optional']).default('required'),
    'required',
    'Whether mail may go out without TLS',
  ),
  MAIL_FROM: variable(
    z.string().optional(),
    'Wheelhouse <noreply@host of PUBLIC_URL>',
    'Sender of mails',
  ),
  MAIL_EVENTS_SECRET: variable(
    z.string().min(32, 'must have at least 32 characters').optional(),
    'none: there is no such address',
    'Secret by which a mail provider tells of mail that came back (`POST /_/mail-events` with `Authorization: Bearer …`)',
  ),
  SECRET_KEY: variable(
    z.string().min(32, 'must have at least 32 characters').optional(),
    'local: made once in DATA_DIR',
    'Secret that session, mail and other keys are derived from',
  ),
  ALLOW_HTTP: variable(flag.default(false), 'false', 'Allow a PUBLIC_URL without https'),
  TRUST_PROXY: variable(
    whole.max(10).default(0),
    '0',
    'How many proxies in front set X-Forwarded-For; without one the header is not looked at',
  ),
  POLICY: variable(
    z.enum(['default', 'pypi', 'private']).default('default'),
    'default',
    "Preset of the switches that name presets below: `default` has PyPI's rules for what a file must be, `pypi` is as strict as PyPI in everything, `private` is an organisation's index",
  ),
  REQUIRE_TWO_FACTOR: policySwitch(
    'REQUIRE_TWO_FACTOR',
    flag,
    'Refuse uploads of people without a second factor',
  ),
  NEW_DEVICE_CHECK: variable(
    flag.default(true),
    'true',
    'Let a sign-in with a code, from a browser that the account never signed in from, be confirmed by a mailed link; where no mail can be sent nothing is asked',
  ),
  REGISTRATION: policySwitch(
    'REGISTRATION',
    z.enum(['open', 'invite', 'closed']),
    'Who may open an account: anybody, those whom an operator invites (`wheelhouse user invite`), nobody',
  ),
  PRIVATE_INDEX: policySwitch(
    'PRIVATE_INDEX',
    flag,
    'Show pages, files and projects to signed-in people and API tokens only',
  ),
  ALLOW_LINUX_TAGS: policySwitch('ALLOW_LINUX_TAGS', flag, 'Accept wheels with a bare linux_* tag'),
  ALLOW_LOCAL_VERSIONS: policySwitch(
    'ALLOW_LOCAL_VERSIONS',
    flag,
    'Accept versions with a local part, such as 1.0+company.1',
  ),
  CHECK_RECORD: policySwitch(
    'CHECK_RECORD',
    flag,
    'Refuse wheels whose RECORD does not match their content',
  ),
  CLOSE_RELEASES_AFTER_DAYS: policySwitch(
    'CLOSE_RELEASES_AFTER_DAYS',
    whole,
    'Days after which a release takes no new files (0: never closed)',
  ),
  REFRESH_DESCRIPTIONS: policySwitch(
    'REFRESH_DESCRIPTIONS',
    flag,
    'Let the people of a project change description and links of its latest release without a new one',
  ),
  READ_ONLY: variable(
    flag.default(false),
    'false',
    'Refuse everything that changes something: uploads with 403, the API with 503. Reading goes on',
  ),
  ALLOW_UPLOADS: variable(flag.default(true), 'true', 'Take uploads'),
  ALLOW_NEW_PROJECTS: variable(
    flag.default(true),
    'true',
    'Let uploads make new projects; without it only existing ones take files',
  ),
  UNDO_DAYS: variable(
    whole.max(365).default(7),
    '7',
    'Days in which owners can undo that they deleted a file, a release or a project (0: every deletion is final at once)',
  ),
  MAX_FILE_SIZE: variable(size.default(100 * 2 ** 20), '100MiB', 'Largest file'),
  MAX_PROJECT_SIZE: variable(size.default(10 * 2 ** 30), '10GiB', 'All files of a project'),
  LIMIT_NEW_PROJECTS_PER_HOUR: policySwitch(
    'LIMIT_NEW_PROJECTS_PER_HOUR',
    whole,
    'New projects an hour for each user; twice as many for each network address',
  ),
  TOKEN_MAX_DAYS: variable(
    whole
      .min(7, 'must be at least 7, the shortest life that can be chosen')
      .max(3650, 'must be at most 3650')
      .optional(),
    'none: as long as their owners want, also for ever',
    'Days that API tokens which people make, or make anew, may live at the most. Those that are there keep their end, and `wheelhouse token create` is not bound by it',
  ),
  LIMIT_SIGN_IN_FAILURES: variable(
    whole.default(10),
    '10',
    'Failed sign-ins in five minutes for each network address',
  ),
  LIMIT_SECOND_FACTOR_FAILURES: variable(
    whole.min(1).default(5),
    '5',
    'Wrong codes of a second factor in five minutes for each user; four times as many in an hour, ten times in a day',
  ),
  LIMIT_REGISTRATIONS_PER_HOUR: variable(
    whole.default(10),
    '10',
    'New accounts an hour for each network address',
  ),
  LIMIT_MAILS_PER_HOUR: variable(
    whole.default(5),
    '5',
    'Verification and reset mails an hour for each mail address, and invitations to projects for each invited person; somebody who invites may do so four times as often',
  ),
  LIMIT_API_CALLS_PER_HOUR: variable(
    whole.min(1).default(20_000),
    '20000',
    'Calls of the JSON API an hour for each API token, and for each signed-in person',
  ),
  LIMIT_XML_RPC_PER_HOUR: variable(
    whole.default(3600),
    '3600',
    'XML-RPC calls an hour for each network address',
  ),
  SECURITY_CONTACT: variable(
    z
      .url({
        protocol: /^(https|mailto|tel)$/,
        error:
          'must be an address such as mailto:security@example.org or https://example.org/security',
      })
      .optional(),
    'none',
    'Where to report weaknesses of this installation; stands in `/.well-known/security.txt`, which is there only with it',
  ),
  BREACHED_PASSWORDS: variable(
    z
      .string()
      .regex(/^(?:off$|file:\/\/\/|https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])/, {
        error: 'must be off, or an address such as file:///srv/hashes.txt or https://…/range',
      })
      .default('off'),
    'off',
    'List of breached passwords that new ones and sign-ins are looked up in: a text file of lines `SHA-1:count` sorted by hash (`file:///…`), or a service that answers `GET <address>/<5 digits>` (`https://…`, such as https://api.pwnedpasswords.com/range); one that is away keeps nobody out',
  ),
  LEAK_REPORT_KEYS: variable(
    z
      .string()
      .regex(/^(?:off$|file:\/\/\/|https:\/\/)/, {
        error: 'must be off, or an address such as file:///srv/keys.json or https://…',
      })
      .default('off'),
    'off',
    "Public keys of those whose reports of leaked tokens are trusted, in the form of GitHub's list (`https://api.github.com/meta/public_keys/secret_scanning`, or a file)",
  ),
  LEAK_REPORT_SECRET: variable(
    z.string().min(32, 'must have at least 32 characters').optional(),
    'none',
    'Secret by which a reporter of your own signs leaked tokens (`X-Leak-Report-Signature: sha256=<HMAC of the body>`)',
  ),
  TRUSTED_PUBLISHING: variable(
    z
      .string()
      .default('github,gitlab,google,activestate,oidc')
      .transform((text) => (text === 'off' ? [] : text.split(',').map((kind) => kind.trim())))
      .pipe(
        z.array(
          z.enum(PUBLISHER_KINDS, {
            error: `must be off, or a list of ${PUBLISHER_KINDS.join(', ')}`,
          }),
        ),
      ),
    'github,gitlab,google,activestate,oidc',
    'Kinds of trusted publishers that may upload with identity tokens in the place of API tokens; `off`: none',
  ),
  OIDC_AUDIENCE: variable(
    z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, 'must be one word')
      .optional(),
    'host of PUBLIC_URL',
    'What the identity tokens of trusted publishers must be made for (`aud`); no two installations should have the same',
  ),
  OIDC_ISSUERS: variable(
    z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((issuer) => issuer.trim())
          .filter((issuer) => issuer !== ''),
      )
      .pipe(
        z.array(
          z
            .string()
            .refine(isIssuer, 'must be https addresses of issuers, separated by commas')
            .refine(
              (issuer) => !Object.values<string>(BUILT_IN_ISSUERS).includes(issuer),
              'must not name an issuer that is built in',
            ),
        ),
      ),
    'none beside GitHub, gitlab.com, Google and ActiveState',
    'Other issuers whose identity tokens are taken, exactly as they stand in `iss` and separated by commas: GitLab of your own, Gitea, Forgejo, Jenkins, Buildkite. One inside your network stands in OUTBOUND_ALLOW too',
  ),
  GITHUB_API: variable(
    z.union([z.literal('off'), httpUrl]).default('https://api.github.com'),
    'https://api.github.com',
    'Where the numbers of GitHub accounts are looked up when a publisher is added; `off`: people give the number themselves',
  ),
  GITHUB_API_TOKEN: variable(
    z.string().optional(),
    'none: 60 questions an hour',
    'Token for GITHUB_API; it needs no rights',
  ),
  OUTBOUND_ALLOW: variable(
    z
      .string()
      .default('')
      .transform((text, context) => {
        try {
          return parseOutboundAllowed(text)
        } catch (error) {
          context.addIssue((error as Error).message)
          return z.NEVER
        }
      }),
    'none: public addresses alone, by https',
    'Networks and hosts, separated by commas, that this server may ask although they are not public (`10.0.0.0/8, ci.example.internal`): where webhooks go, and issuers of identity tokens',
  ),
  SIGSTORE_TRUST_ROOT: variable(
    z
      .string()
      .transform((path) => resolve(path))
      .optional(),
    'that of the public Sigstore, as it was when this version was made',
    "File with the authorities and logs whose attestations are believed, in Sigstore's form (`trusted_root.json`): a newer one, or that of a Sigstore of your own. Read when the server starts",
  ),
  README_IMAGES: variable(
    z.enum(['direct', 'off']).default('direct'),
    'direct',
    'Remote images in READMEs: loaded from where they are, or shown as links',
  ),
  METRICS_PORT: variable(
    whole.min(1).max(65_535).optional(),
    'none',
    'Port on which `/metrics` is served for Prometheus, apart from the site; without it nowhere',
  ),
  METRICS_HOST: variable(
    z.string().default('127.0.0.1'),
    '127.0.0.1',
    'Address that METRICS_PORT listens on; whoever reaches it may read the metrics',
  ),
  LOG_LEVEL: variable(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    'info',
    'Least level of log lines',
  ),
} as const satisfies Record<string, ConfigVariable>

export type ConfigVariableName = keyof typeof CONFIG_VARIABLES
export type ConfigValues = {
  [Name in ConfigVariableName]: z.output<(typeof CONFIG_VARIABLES)[Name]['schema']>
}
