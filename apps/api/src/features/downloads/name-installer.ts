/** What downloads are told apart by, in the order in which a user agent is looked at. */
const INSTALLERS = [
  'pip',
  'uv',
  'poetry',
  'pdm',
  'pipenv',
  'hatch',
  'conda',
  'pixi',
  'bandersnatch',
  'devpi',
  'artifactory',
  'nexus',
  'curl',
  'wget',
] as const

export type Installer = (typeof INSTALLERS)[number] | 'browser' | 'other'

const remembered = new Map<string, Installer>()
const MOST_REMEMBERED = 200
const LONGEST_REMEMBERED = 500

/** The client behind a `User-Agent`: a closed set, so that strangers cannot make rows. */
export function nameInstaller(userAgent = ''): Installer {
  const known = remembered.get(userAgent)
  if (known !== undefined) return known
  const installer = recognize(userAgent)
  // The machines of an organisation send few; a stranger who sends many must not fill the memory.
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  if (userAgent.length <= LONGEST_REMEMBERED) remembered.set(userAgent, installer)
  return installer
}

function recognize(userAgent: string): Installer {
  const agent = userAgent.slice(0, 200).toLowerCase()
  const product = /^[a-z0-9_.-]{1,40}(?=[/ ]|$)/.exec(agent)?.[0] ?? ''
  const named = INSTALLERS.find((name) => product === name || product.startsWith(`${name}-`))
  if (named !== undefined) return named
  return product === 'mozilla' ? 'browser' : 'other'
}
