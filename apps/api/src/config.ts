import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { PRESETS, type Switches } from './config-presets.ts'
import { CONFIG_VARIABLES, type ConfigValues, type ConfigVariableName } from './config-variables.ts'

/** What the environment says, read once. Addresses have no slash at their end. */
export type Config = Omit<ConfigValues, keyof Switches | 'WORKERS'> &
  Switches & {
    readonly WORKERS: number
    readonly PUBLIC_URL: string
    readonly FILES_URL: string
    /** Where files are that are not for everybody: clients send credentials to PUBLIC_URL only. */
    readonly ownFilesUrl: string
    /** Public address and listening address are both loopback. */
    readonly isLocal: boolean
    /** What identity tokens must be made for. */
    readonly oidcAudience: string
    /** Folder of the stored files, where they are not in a bucket. */
    readonly filesFolder: string
    readonly version: string
  }

/** The environment cannot be used; one line for each fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

const ROOT = join(import.meta.dirname, '../../..')
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string
}

/** The environment with the root's `.env` below it: the environment wins. */
export function readEnvironment(): Record<string, string | undefined> {
  // oxlint-disable-next-line node/no-process-env -- the one place that reads it
  const environment = process.env
  try {
    return { ...parseEnv(readFileSync(join(ROOT, '.env'), 'utf8')), ...environment }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return environment
    throw error
  }
}

/**
 * @param environment variables by name; unknown ones are not looked at, empty ones are absent.
 * @throws ConfigError with every fault found.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const faults: string[] = []
  const values: Partial<Record<ConfigVariableName, unknown>> = {}
  for (const name of Object.keys(CONFIG_VARIABLES) as ConfigVariableName[]) {
    const parsed = CONFIG_VARIABLES[name].schema.safeParse(environment[name] || undefined)
    if (parsed.success) values[name] = parsed.data
    else faults.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join(', ')}`)
  }
  if (faults.length > 0) throw new ConfigError(faults)

  const config = derive(values as ConfigValues)
  faults.push(...findFaults(config))
  if (faults.length > 0) throw new ConfigError(faults)
  return Object.freeze(config)
}

function derive(values: ConfigValues): Config {
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`
  const folder = values.STORAGE_URL
  return {
    ...values,
    ...switchesOf(values),
    WORKERS: values.WORKERS ?? (values.DATABASE_URL === undefined ? 1 : availableParallelism()),
    PUBLIC_URL: publicUrl,
    FILES_URL: values.FILES_URL ?? `${publicUrl}/packages`,
    ownFilesUrl: `${publicUrl}/packages`,
    isLocal: isLoopback(new URL(publicUrl).hostname) && isLoopback(values.HOST),
    oidcAudience: values.OIDC_AUDIENCE ?? new URL(publicUrl).host,
    filesFolder: folder?.startsWith('file:')
      ? fileURLToPath(folder)
      : join(values.DATA_DIR, 'files'),
    version,
  }
}

/** The preset, with what was set alone above it. */
function switchesOf(values: ConfigValues): Switches {
  const preset: Switches = PRESETS[values.POLICY]
  const names = Object.keys(preset) as (keyof Switches)[]
  const entries = names.map((name) => [name, values[name] ?? preset[name]])
  return Object.fromEntries(entries) as Switches
}

function findFaults(config: Config): string[] {
  const faults: string[] = []
  if (
    config.PRIVATE_INDEX &&
    new URL(config.FILES_URL).origin !== new URL(config.PUBLIC_URL).origin
  ) {
    faults.push(
      'FILES_URL: a private index serves its files itself, because clients send credentials to PUBLIC_URL only; unset it',
    )
  }
  const inBucket = config.STORAGE_URL?.startsWith('s3:') ?? false
  if (inBucket && config.FILES_HANDOFF !== undefined) {
    faults.push(
      'FILES_HANDOFF: the server in front can send the files of a folder only; unset it, or point FILES_URL at a CDN',
    )
  }
  if ((config.AWS_ACCESS_KEY_ID === undefined) !== (config.AWS_SECRET_ACCESS_KEY === undefined)) {
    faults.push('AWS_ACCESS_KEY_ID: set it together with AWS_SECRET_ACCESS_KEY, or neither')
  }
  if (config.WORKERS > 1 && config.DATABASE_URL === undefined) {
    faults.push(
      'WORKERS: the embedded database belongs to one process; unset it, or set DATABASE_URL to a PostgreSQL server',
    )
  }
  if (config.isLocal) return faults
  if (config.SECRET_KEY === undefined) {
    faults.push(
      'SECRET_KEY: must be set where the installation is not local (openssl rand -hex 32)',
    )
  }
  if (!config.PUBLIC_URL.startsWith('https:') && !config.ALLOW_HTTP) {
    faults.push('PUBLIC_URL: must begin with https:// (or set ALLOW_HTTP=true)')
  }
  return faults
}

/** Whether a host name or address is this machine only. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    host === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  )
}
