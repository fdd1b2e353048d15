import type { Locator, Page } from '@playwright/test'
import type { PersonaId } from '@wheelhouse/web/mock-api/personas'

/** Something that is done to a list: a press, unless there is more. */
export type Act = {
  readonly name: string
  readonly target: (page: Page) => Locator
  /** Typed into the field after the press, and taken back. */
  readonly types?: string
  /** A key in the place of the press. */
  readonly key?: string
  /** So many files are put in. */
  readonly files?: number
  /** How often it is done; each counts. */
  readonly times?: number
  /** Rows that there are in the end, at least. */
  readonly rows?: number
}

export type LongList = {
  readonly name: string
  readonly persona: PersonaId
  /** The screen before it. */
  readonly from: string
  /** The link there that leads to it. */
  readonly link: (page: Page) => Locator
  /** Rows that it has when it is opened, at least. */
  readonly rows: number
  readonly acts: readonly Act[]
}

const main = (page: Page) => page.getByRole('main')
const button = (name: string | RegExp) => (page: Page) =>
  main(page).getByRole('button', { name }).first()
const tick = (name: string | RegExp) => (page: Page) =>
  main(page).getByRole('checkbox', { name }).first()
const linkTo = (name: string | RegExp) => (page: Page) =>
  main(page)
    .getByRole('link', { name, exact: typeof name === 'string' })
    .first()

const press = (name: string, target: Act['target'], rows = 0): Act => ({ name, target, rows })
const filter = (types: string, rows: number, name = `filter "${types}"`): Act => ({
  name,
  target: (page) => main(page).getByRole('searchbox'),
  types,
  rows,
})
const showAll = (rows: number) => press('show all', button(/^Show all/), rows)
/** Of a question that was asked. */
const cancel = press('let it be', (page) => page.getByRole('button', { name: 'Cancel' }))

/** Every list of the app that has no bound, or one of hundreds. The rest comes in pages of 20. */
export const LONG_LISTS: readonly LongList[] = [
  {
    name: 'releases, 900',
    persona: 'visitor',
    from: '/project/huge',
    link: linkTo('Releases'),
    rows: 50,
    acts: [
      filter('1.2', 50),
      press('hide yanked', tick('Hide yanked')),
      press('show yanked', tick('Hide yanked')),
      showAll(900),
      filter('1.2', 900, 'filter all'),
    ],
  },
  {
    name: 'files, 2,000',
    persona: 'visitor',
    from: '/project/forty-files',
    link: linkTo('Files'),
    rows: 50,
    acts: [filter('win', 50, 'filter'), showAll(2000), filter('win', 2000, 'filter all')],
  },
  {
    name: 'managed releases, 900',
    persona: 'maintainer',
    from: '/account/projects',
    link: linkTo('huge'),
    rows: 50,
    acts: [
      filter('1.2', 50),
      press('select all', tick(/^Select all/)),
      press('select none', button('Select none')),
      press('select one', tick(/^Select \d/)),
      showAll(900),
      filter('1.2', 900, 'filter all'),
      press('select all', tick(/^Select all/)),
      press('ask to delete', button(/^Delete \d/)),
      cancel,
    ],
  },
  {
    name: 'managed files, 2,000',
    persona: 'maintainer',
    from: '/account/projects/forty-files',
    link: linkTo(/files$/),
    rows: 50,
    acts: [showAll(2000), press('ask to delete', button(/^Delete forty/)), cancel],
  },
  {
    name: 'own projects, 300',
    persona: 'prolific',
    from: '/account',
    link: linkTo('Projects'),
    rows: 50,
    acts: [
      filter('29', 50),
      showAll(300),
      { name: 'sort', target: (page) => main(page).getByRole('combobox'), key: 'ArrowDown' },
    ],
  },
  {
    name: 'projects of a token, 300',
    persona: 'prolific',
    from: '/account/tokens/where',
    link: linkTo(/computer/),
    rows: 0,
    acts: [
      press('choose', (page) => page.getByRole('radio', { name: /^Chosen projects/ }), 50),
      filter('29', 50),
      press('tick one', tick('fleet-001')),
    ],
  },
  {
    name: 'search results, 300',
    persona: 'visitor',
    from: '/search?q=fleet',
    link: button('Show more'),
    rows: 40,
    acts: [{ ...press('show more', button('Show more')), times: 13 }],
  },
  {
    name: 'people, 300',
    persona: 'owner',
    from: '/account/projects/tiny',
    link: linkTo('People'),
    rows: 50,
    acts: [showAll(300), press('ask to remove', button(/^Remove many/)), cancel],
  },
  {
    name: 'tokens, 300',
    persona: 'owner',
    from: '/account',
    link: linkTo('API tokens'),
    rows: 50,
    acts: [showAll(300), press('ask to revoke', button(/^Revoke token/)), cancel],
  },
  {
    name: 'sessions, 300',
    persona: 'owner',
    from: '/account',
    link: linkTo('Sessions'),
    rows: 50,
    acts: [showAll(300), press('ask to end', button('Sign out Unknown')), cancel],
  },
  {
    name: 'dependencies, 600',
    persona: 'visitor',
    from: '/project/sixty-dependencies',
    link: linkTo('Metadata'),
    rows: 50,
    acts: [],
  },
  {
    name: 'uploads, 300',
    persona: 'owner',
    from: '/account/projects',
    link: linkTo('Upload files'),
    rows: 0,
    acts: [
      { name: 'choose files', target: (page) => page.locator('input[type=file]'), files: 300 },
      press('forget them', button('Clear the list')),
    ],
  },
]
