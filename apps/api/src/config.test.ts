import { describe, expect, test } from '@jest/globals'
import { ConfigError, isLoopback, readConfig } from './config.ts'

/** The faults of an environment; none when it can be used. */
function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.faults
  }
}

const SECRET_KEY = 'a-secret-of-more-than-32-characters'
const PUBLIC = { PUBLIC_URL: 'https://index.example', SECRET_KEY }

describe('an empty environment', () => {
  test('is a laptop: local, http, an embedded database, files in the data folder', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 8080,
      PUBLIC_URL: 'http://localhost:8080',
      FILES_URL: 'http://localhost:8080/packages',
      isLocal: true,
      PRIVATE_INDEX: false,
      MAX_FILE_SIZE: 100 * 2 ** 20,
    })
    expect(config).not.toHaveProperty('DATABASE_URL', expect.anything())
    expect(config.filesFolder).toBe(`${config.DATA_DIR}/files`)
    expect(config.DATA_DIR).toMatch(/^\//)
    expect(Object.isFrozen(config)).toBe(true)
  })

  test('is the same as one of empty values, and unknown names are not looked at', () => {
    const empty = {
      PORT: '',
      PUBLIC_URL: '',
      DATABASE_URL: '',
      SECRET_KEY: '',
      PATH: '/bin',
      FOO: 'x',
    }
    expect(readConfig(empty)).toEqual(readConfig({}))
  })
})

describe('a fault', () => {
  test.each<[string, string, RegExp]>([
    ['PORT', 'http', /^PORT: /],
    ['PORT', '65536', /^PORT: /],
    ['PORT', '-1', /^PORT: /],
    ['PORT', '80.5', /^PORT: /],
    ['PUBLIC_URL', 'index.example', /http or https/],
    ['PUBLIC_URL', 'ftp://index.example', /http or https/],
    ['PUBLIC_URL', 'javascript:alert(1)', /http or https/],
    ['DATABASE_URL', 'mysql://x/y', /postgresql:\/\//],
    ['DATABASE_URL', 'not an address', /postgresql:\/\//],
    ['WORKERS', '0', /at least 1/],
    ['TOKEN_MAX_DAYS', '6', /at least 7/],
    ['WORKERS', '2', /the embedded database belongs to one process/],
    ['STORAGE_URL', 'https://bucket', /file:\/\//],
    ['SMTP_URL', 'http://mail', /smtp:\/\//],
    ['SMTP_TLS', 'maybe', /^SMTP_TLS: /],
    ['SECRET_KEY', 'short', /32 characters/],
    ['TRUST_PROXY', 'true', /^TRUST_PROXY: /],
    ['POLICY', 'strict', /^POLICY: /],
    ['REQUIRE_TWO_FACTOR', 'yes', /^REQUIRE_TWO_FACTOR: /],
    ['REGISTRATION', 'never', /^REGISTRATION: /],
    ['MAX_FILE_SIZE', '100MB', /KiB, MiB or GiB/],
    ['MAX_FILE_SIZE', '-5', /KiB, MiB or GiB/],
    ['LIMIT_SIGN_IN_FAILURES', 'many', /^LIMIT_SIGN_IN_FAILURES: /],
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL: /],
    ['ALLOW_HTTP', '1', /^ALLOW_HTTP: /],
  ])('in %s (%s) is named', (name, value, fault) => {
    const faults = faultsOf({ [name]: value })
    expect(faults).toEqual([expect.stringMatching(fault)])
    expect(faults[0]).toMatch(new RegExp(`^${name}: `))
    expect(faults[0]).not.toContain('\n')
  })

  test('does not hide the others: all are told at once', () => {
    const faults = faultsOf({ PORT: 'x', MAX_FILE_SIZE: 'x', LOG_LEVEL: 'x' })
    expect(faults.map((fault) => fault.slice(0, fault.indexOf(':'))).toSorted()).toEqual([
      'LOG_LEVEL',
      'MAX_FILE_SIZE',
      'PORT',
    ])
  })

  test('never repeats a secret', () => {
    const faults = faultsOf({ SECRET_KEY: 'tiny-secret', DATABASE_URL: 'x://u:hush-hush@h/d' })
    expect(faults).toHaveLength(2)
    expect(faults.join()).not.toMatch(/tiny-secret|hush-hush/)
  })
})

describe('an installation that others reach', () => {
  test.each<[string, Record<string, string>, readonly RegExp[]]>([
    ['by a public address needs a key', { PUBLIC_URL: 'https://index.example' }, [/^SECRET_KEY: /]],
    [
      'by a listening address needs a key and https',
      { HOST: '0.0.0.0' },
      [/^SECRET_KEY: /, /^PUBLIC_URL: .*https/],
    ],
    [
      'over http needs to say so',
      { ...PUBLIC, PUBLIC_URL: 'http://index.example' },
      [/^PUBLIC_URL: .*https/],
    ],
    [
      'over http that says so is taken',
      { ...PUBLIC, PUBLIC_URL: 'http://index.example', ALLOW_HTTP: 'true' },
      [],
    ],
    ['over https with a key is taken', PUBLIC, []],
    ['behind a proxy on this machine is not local', { ...PUBLIC, HOST: '127.0.0.1' }, []],
  ])('%s', (_what, environment, expected) => {
    const faults = faultsOf(environment)
    expect(faults).toHaveLength(expected.length)
    expected.forEach((fault, at) => expect(faults[at]).toMatch(fault))
    if (expected.length === 0) expect(readConfig(environment).isLocal).toBe(false)
  })

  test.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['[::1]', true],
    ['0.0.0.0', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['evil127.0.0.1', false],
    ['10.0.0.1', false],
    ['', false],
  ])('host %s is this machine: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })
})

describe('a private index', () => {
  test('serves its files itself', () => {
    const faults = faultsOf({ POLICY: 'private', FILES_URL: 'https://cdn.example' })
    expect(faults).toEqual([expect.stringMatching(/^FILES_URL: /)])
    expect(faultsOf({ POLICY: 'private' })).toEqual([])
    expect(faultsOf({ FILES_URL: 'https://cdn.example/files/' })).toEqual([])
    expect(readConfig({ FILES_URL: 'https://cdn.example/files//' }).FILES_URL).toBe(
      'https://cdn.example/files',
    )
  })

  test('is a preset, of which each switch can be set alone', () => {
    expect(readConfig({ POLICY: 'private' })).toMatchObject({
      PRIVATE_INDEX: true,
      REGISTRATION: 'invite',
      ALLOW_LOCAL_VERSIONS: true,
      CLOSE_RELEASES_AFTER_DAYS: 0,
    })
    expect(readConfig({ POLICY: 'private', REGISTRATION: 'open' })).toMatchObject({
      PRIVATE_INDEX: true,
      REGISTRATION: 'open',
    })
    expect(readConfig({ POLICY: 'pypi' })).toMatchObject({ REQUIRE_TWO_FACTOR: true })
    expect(readConfig({ POLICY: 'pypi', REQUIRE_TWO_FACTOR: 'false' })).toMatchObject({
      REQUIRE_TWO_FACTOR: false,
    })
  })
})

test.each([
  ['1048576', 2 ** 20],
  ['1MiB', 2 ** 20],
  ['1 MiB', 2 ** 20],
  ['2GiB', 2 ** 31],
  ['64KiB', 2 ** 16],
])('a size of %s is %i bytes', (text, bytes) => {
  expect(readConfig({ MAX_FILE_SIZE: text }).MAX_FILE_SIZE).toBe(bytes)
})
