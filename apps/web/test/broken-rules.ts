import { fireEvent, screen } from '@testing-library/react'
import { WEBHOOK_TOPICS } from '@wheelhouse/shared-types'
import { LEAKED_PASSWORD } from '../mock-api/passwords.ts'
import { db, type renderApp } from './render-app.tsx'

type App = Awaited<ReturnType<typeof renderApp>>

/** How one rule is broken: by what is typed, or by an act with its way back. */
export type Break =
  | string
  | {
      readonly typed?: string
      /** Shown before the form is sent: what it asks the server while somebody types. */
      readonly wait?: string
      readonly act?: (app: App) => Promise<void> | void
      readonly mend?: (app: App) => Promise<void> | void
      /** What the form makes of it for the operation's body, where that is not what was typed. */
      readonly posted?: unknown
      /** The rule that the form names, where it is another one. */
      readonly said?: string
      /** The code of the operation's refusal, where it is another one. */
      readonly verdict?: string
    }
  | { readonly unreachable: string }

/** By rule: its code, with its limit after a colon. */
export type Breaks = Readonly<Record<string, Break>>

export const unreachable = (reason: string): Break => ({ unreachable: reason })

/** What an empty field is left out by. */
export const LEFT_OUT = unreachable('what is empty is left out')

/** Rings a bell in the text; no other rule of most fields minds. */
const BELL = 'seven tangled\u0007 kites'
const FAR_TOO_LONG = 'velvet otter compiles gravel '.repeat(145)

/** Of `line(maximum)`. */
export const line = (maximum: number, example = 'x'): Breaks => ({
  required: '   ',
  [`too_long:${maximum}`]: example.repeat(maximum + 1),
  control_character: BELL,
})

export const LOGIN: Breaks = line(254)

export const PERSON_NAME: Breaks = {
  'too_long:100': 'J'.repeat(101),
  control_character: BELL,
  name_has_link: 'see https://example.org',
}

export const NEW_USERNAME: Breaks = {
  ...line(50),
  username_shape: 'jane doe',
  username_taken: { typed: 'owner', wait: 'This username is taken. Choose another one.' },
}

export const ADDRESS: Breaks = {
  required: '',
  'too_long:254': `${'j'.repeat(64)}@${'e'.repeat(189)}.org`,
  control_character: 'ja\u0007ne@example.org',
  email_shape: 'jane at example.org',
}

export const CURRENT_PASSWORD: Breaks = {
  required: '',
  'too_long:4096': FAR_TOO_LONG,
  control_character: BELL,
}

export const NEW_PASSWORD: Breaks = {
  required: '',
  control_character: BELL,
  'too_short:12': 'zk4 Vq9 tül',
  'too_long:256': FAR_TOO_LONG,
  password_too_weak: 'passwordpassword',
  password_breached: {
    typed: LEAKED_PASSWORD,
    wait: 'This password is in a public list of leaked passwords. Choose another one, and change it elsewhere too.',
  },
}

export const CODE_OF_APP = {
  required: '',
  'too_long:40': `123${' '.repeat(40)}456`,
  control_character: '123\u0007456',
  totp_shape: '12345',
} satisfies Breaks

export const RECOVERY = {
  required: '',
  'too_long:80': `aaaaaa${' '.repeat(60)}bbbbbb cccccc dddddd`,
  control_character: 'aaaaaa-bbbbbb-cccccc-\u0007dddddd',
  recovery_code_shape: 'aaaaaa-bbbbbb',
} satisfies Breaks

/** The same values, refused by the operation with another code. */
export const as = <B extends Record<string, string>>(
  verdict: string,
  breaks: B,
  ...rules: (keyof B & string)[]
): Breaks => Object.fromEntries(rules.map((rule) => [rule, { typed: breaks[rule] ?? '', verdict }]))

/** Words with commas between, as the form takes them. */
const listOf = (words: readonly string[]): Break => ({ typed: words.join(', '), posted: words })
const many = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `${word}${index}`)

const FROM_BOXES = unreachable('the boxes hold names of projects')
const NO_EMPTY_WORD = unreachable('blanks part words, and there is no empty one')

const NEW_PROJECTS: Breaks = {
  required: NO_EMPTY_WORD,
  'too_long:200': listOf(['n'.repeat(201)]),
  control_character: listOf(['na\u0007me']),
  project_name_shape: listOf(['fine', '-not']),
  'too_many:50': listOf(many(51, 'new-')),
}

const NETWORKS: Breaks = {
  required: NO_EMPTY_WORD,
  'too_long:49': listOf(['192.0.2.0/24', '1'.repeat(50)]),
  control_character: listOf(['192.0.\u00072.0']),
  network_shape: listOf(['192.0.2.0/33']),
  'too_many:20': listOf(many(21, '192.0.2.')),
}

const click = (name: string | RegExp, role: 'radio' | 'checkbox') => () => {
  fireEvent.click(screen.getByRole(role, { name }))
}
const clickMany = () => {
  for (const box of screen.getAllByRole('checkbox', { name: /^many-/ })) fireEvent.click(box)
}

/** As many projects of the owner more, each with a box. */
async function giveProjects({ client }: App, names: readonly string[]): Promise<void> {
  const like = db.projects.find(({ normalizedName }) => normalizedName === 'tiny')!
  for (const name of names) db.projects.push({ ...like, name, normalizedName: name })
  await client.invalidateQueries()
  for (const name of names) await screen.findByLabelText(name)
}

const none = { right: '', optional: true } as const

/** What is chosen for a token, in the order in which it can be: the projects come with their kind. */
export const TOKEN_CHOICES = [
  {
    name: 'scope.kind',
    label: 'All your projects',
    ...none,
    breaks: { not_one_of: { mend: click('Chosen projects', 'radio'), posted: '' } },
  },
  {
    name: 'scope.projects',
    label: 'tiny',
    ...none,
    breaks: {
      'too_few:1': { mend: click('tiny', 'checkbox'), posted: [] },
      'too_many:50': {
        act: async (app: App) => {
          await giveProjects(app, many(50, 'many-'))
          clickMany()
        },
        mend: clickMany,
        posted: ['tiny', ...many(50, 'many-')],
      },
      required: FROM_BOXES,
      'too_long:200': FROM_BOXES,
      control_character: FROM_BOXES,
    },
  },
  {
    name: 'scope.newProjects',
    label: /^Projects that do not exist yet/,
    ...none,
    breaks: NEW_PROJECTS,
  },
  {
    name: 'actions',
    label: 'Upload',
    ...none,
    breaks: {
      'too_few:1': {
        act: () => {
          click('Upload', 'checkbox')()
          click('Read', 'checkbox')()
        },
        mend: click('Upload', 'checkbox'),
        posted: [],
      },
      'too_many:4': unreachable('there are no more boxes'),
      not_one_of: unreachable('every box is one of them'),
    },
  },
  {
    name: 'expiresInDays',
    label: 'Expires after',
    ...none,
    breaks: { not_one_of: unreachable('every line of the list is one of them') },
  },
  { name: 'networks', label: /^Only from these networks/, ...none, breaks: NETWORKS },
] satisfies readonly { name: string; label: string | RegExp; breaks: Breaks }[]

export const WEB_ADDRESS: Breaks = {
  ...line(500),
  webhook_url_shape: 'https://user:word@example.org/',
}

export const WEBHOOK_TOPIC_CHOICE = {
  name: 'topics',
  label: 'A release is published',
  ...none,
  breaks: {
    'too_few:1': { mend: click('A release is published', 'checkbox'), posted: [] },
    [`too_many:${WEBHOOK_TOPICS.length}`]: unreachable('there are no more boxes'),
    not_one_of: unreachable('every box is one of them'),
  },
} satisfies { name: string; label: string; breaks: Breaks; right: string; optional: true }
