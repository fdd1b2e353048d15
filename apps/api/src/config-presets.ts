/** What an installation's policy decides; each can be set alone and then wins over the preset. */
export type Switches = {
  readonly REQUIRE_TWO_FACTOR: boolean
  readonly REGISTRATION: 'open' | 'invite' | 'closed'
  readonly PRIVATE_INDEX: boolean
  readonly ALLOW_LINUX_TAGS: boolean
  readonly ALLOW_LOCAL_VERSIONS: boolean
  readonly CHECK_RECORD: boolean
  readonly CLOSE_RELEASES_AFTER_DAYS: number
  readonly REFRESH_DESCRIPTIONS: boolean
  readonly LIMIT_NEW_PROJECTS_PER_HOUR: number
}

const DEFAULT: Switches = {
  REQUIRE_TWO_FACTOR: false,
  REGISTRATION: 'open',
  PRIVATE_INDEX: false,
  ALLOW_LINUX_TAGS: false,
  ALLOW_LOCAL_VERSIONS: false,
  CHECK_RECORD: true,
  CLOSE_RELEASES_AFTER_DAYS: 14,
  REFRESH_DESCRIPTIONS: true,
  LIMIT_NEW_PROJECTS_PER_HOUR: 200,
}

/**
 * `default`: PyPI's rules for what a file must be. `pypi`: as strict as PyPI in everything.
 * `private`: an organisation's own index.
 */
export const PRESETS = {
  default: DEFAULT,
  pypi: {
    ...DEFAULT,
    REQUIRE_TWO_FACTOR: true,
    REFRESH_DESCRIPTIONS: false,
    LIMIT_NEW_PROJECTS_PER_HOUR: 20,
  },
  private: {
    ...DEFAULT,
    REGISTRATION: 'invite',
    PRIVATE_INDEX: true,
    ALLOW_LINUX_TAGS: true,
    ALLOW_LOCAL_VERSIONS: true,
    CLOSE_RELEASES_AFTER_DAYS: 0,
  },
} as const satisfies Record<string, Switches>

export type PolicyName = keyof typeof PRESETS

/** A switch's value in each preset, for the reference. */
export function describeDefault(name: keyof Switches): string {
  const byValue = new Map<string, string[]>()
  for (const [policy, switches] of Object.entries(PRESETS)) {
    const value = String(switches[name])
    byValue.set(value, [...(byValue.get(value) ?? []), policy])
  }
  if (byValue.size === 1) return [...byValue.keys()][0]!
  return [...byValue].map(([value, policies]) => `${value} (${policies.join(', ')})`).join('; ')
}
