import type { Browser } from '@playwright/test'
import { budgetOf } from '@wheelhouse/web/size-budget'
import { titleOf } from '../support/title-of.ts'
import { enter, timed } from './enter.ts'
import type { LabIndex } from './make-index.ts'
import type { Row } from './report.ts'
import { takeFigures } from './watch-page.ts'

type LoadedScreen = {
  path: string
  /** The folders of the screen in `routes` whose budgets count. */
  route: string
  signedIn?: true
  lcp?: number
}

/** One of each kind: found by a search engine, with a form, with a long list, behind a sign-in. */
const screensOf = ({ project, manyFiles }: LabIndex): readonly LoadedScreen[] => [
  { path: '/', route: 'home' },
  { path: '/search?q=sample', route: 'search' },
  { path: `/project/${project}`, route: 'project.readme', lcp: 2000 },
  { path: `/project/${project}/releases`, route: 'project.releases', lcp: 2000 },
  { path: `/project/${manyFiles}/files`, route: 'project.files' },
  { path: '/register', route: 'register' },
  { path: '/sign-in', route: 'sign-in' },
  { path: '/reset-password', route: 'reset-password' },
  { path: '/account', route: 'account.profile', signedIn: true },
  { path: '/account/two-factor', route: 'account.two-factor', signedIn: true },
  { path: '/account/projects', route: 'projects', signedIn: true },
  { path: `/account/projects/${project}`, route: 'manage.releases', signedIn: true },
  { path: `/account/projects/${project}/publishing`, route: 'manage.publishing', signedIn: true },
  { path: '/account/tokens/new', route: 'account.tokens.new', signedIn: true },
]

/** Each screen with `part` in its address, with an empty cache, as by a link on another site. */
export async function loadScreens(browser: Browser, index: LabIndex, part: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const { path, route, signedIn = false, lcp } of screensOf(index)) {
    if (!path.includes(part)) continue
    const page = await enter(browser, index, { signedIn })
    const ready = await timed(async () => {
      await page.goto(path)
      await titleOf(page).waitFor()
    })
    await page.waitForLoadState('networkidle')
    const figures = await takeFigures(page)
    if (figures.lcp === 0 || figures.js === 0) throw new Error(`${path}: nothing was measured`)
    rows.push({
      step: path,
      figures,
      ready,
      limits: { js: budgetOf(route) * 1000, ...(lcp === undefined ? {} : { lcp }) },
    })
    await page.context().close()
  }
  return rows
}
