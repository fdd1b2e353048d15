import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import express, { Router, type RequestHandler } from 'express'
import type { DrawnPage, DrawPage } from './draw-page.ts'
import { compressOnce, negotiateCoding } from './variants.ts'

/**
 * The built web app: assets with hashed names are kept for ever, and every other address that a
 * browser opens gets the one page, whose router knows the rest. Where the app has no screen, or that
 * says that there is no such thing, the page's status is 404.
 */
export function createWebRouter(folder: string, drawPage: DrawPage): Router {
  const pages = readPages(folder)
  const assets = join(folder, 'assets')
  const router = Router()
  router.use(
    '/assets',
    preferCompressed(assets),
    express.static(assets, { immutable: true, maxAge: '1y', index: false }),
    (_request, response) => {
      response.status(404).type('text/plain').send('404 Not Found\n')
    },
  )
  router.use(express.static(folder, { index: false, maxAge: '1h', redirect: false }))
  router.use(async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    if (!request.accepts('html')) {
      response.status(404).type('text/plain').send('404 Not Found\n')
      return
    }
    const screen = pages.screenAt(request.path)
    const drawn = screen === undefined ? undefined : await drawPage(request, response)
    // What somebody saw is not shown to whoever goes back to it after they have signed out.
    response.set('Cache-Control', drawn === undefined ? 'no-cache' : 'private, no-store')
    const page = screen ?? pages.bare
    const text = drawn === undefined ? page : withScreen(page, drawn)
    const { coding, body } = await compressOnce(request, Buffer.from(text))
    response.vary('Accept-Encoding')
    if (coding !== 'identity') response.set('Content-Encoding', coding)
    if (screen === undefined || drawn?.isMissing) response.status(404)
    response.type('html').send(body)
  })
  return router
}

/** Where a drawn screen stands in the page. */
const ROOT = '<div id="root">'

type Screen = { readonly path: string; readonly scripts: readonly string[] }

type Pages = {
  /**
   * The page of the screen at an address: with the names of the files that it needs, so that a browser
   * fetches them at once (`apps/web/build/screen-files.ts`). Undefined where the app has no screen.
   */
  screenAt(pathname: string): string | undefined
  /** The page of all other addresses. */
  readonly bare: string
}

function readPages(folder: string): Pages {
  const bare = readFileSync(join(folder, 'index.html'), 'utf8')
  const list = join(folder, '.vite/screens.json')
  const screens = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Screen[]) : []
  const pages = screens.map(({ path, scripts }) => {
    const links = scripts.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`)
    const text = bare.replace('</head>', () => `${links.join('')}</head>`)
    return { pattern: new URLPattern({ pathname: path }), text }
  })
  return {
    bare,
    screenAt: (pathname) => pages.find(({ pattern }) => pattern.test({ pathname }))?.text,
  }
}

/** The page with its screen in it, and with what that was made from. */
const withScreen = (page: string, { title, markup, answers }: DrawnPage): string =>
  page
    .replace('</head>', () => `<title>${title}</title></head>`)
    .replace(ROOT, () => ROOT + markup)
    .replace('</body>', () => `${toDataBlock(answers)}</body>`)

/** The answers for the app, in a block that nothing in them can end (`apps/web/src/api/first-answers.ts`). */
const toDataBlock = (answers: DrawnPage['answers']): string =>
  `<script type="application/json" id="first-answers">${JSON.stringify(answers).replaceAll('<', '\\u003c')}</script>`

/** The codings in which the build leaves files, and how these end. */
const ENDINGS = { br: '.br', gzip: '.gz' } as const

/** Has the file that the build compressed sent in the place of the one that was asked for. */
function preferCompressed(folder: string): RequestHandler {
  const files = new Set(readdirSync(folder))
  return (request, response, next) => {
    const name = request.path.slice(1)
    const { br, gzip } = ENDINGS
    const made = {
      ...(files.has(name + br) ? { br } : {}),
      ...(files.has(name + gzip) ? { gzip } : {}),
    }
    if (Object.keys(made).length === 0) return next()
    response.vary('Accept-Encoding')
    const coding = negotiateCoding(request, made)
    if (coding === 'br' || coding === 'gzip') {
      // What it is, and not what the ending of the compressed file says.
      response.type(extname(name)).set('Content-Encoding', coding)
      request.url = `/${name}${ENDINGS[coding]}`
    }
    next()
  }
}
