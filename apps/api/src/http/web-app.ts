import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import express, { Router, type RequestHandler } from 'express'
import { negotiateCoding } from './variants.ts'

/**
 * The built web app: assets with hashed names are kept for ever, and every other address that a
 * browser opens gets the one page, whose router knows the rest.
 */
export function createWebRouter(folder: string): Router {
  const pageFor = readPages(folder)
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
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next()
    if (!request.accepts('html')) {
      response.status(404).type('text/plain').send('404 Not Found\n')
      return
    }
    response.set('Cache-Control', 'no-cache').type('html').send(pageFor(request.path))
  })
  return router
}

/** Where the page says what it asks for before the app is there (`apps/web/public/first-answers.js`). */
const NO_ANSWERS = 'data-answers=""'

type Screen = {
  readonly path: string
  readonly scripts: readonly string[]
  /** Addresses in the API, with parts of the screen's own in braces. */
  readonly answers: readonly string[]
}

/**
 * The page, by address: with the names of the files and of the answers that the screen there needs,
 * so that a browser fetches them at once (`apps/web/build/screen-files.ts`).
 */
function readPages(folder: string): (path: string) => string {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const list = join(folder, '.vite/screens.json')
  const screens = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Screen[]) : []
  const pages = screens.map(({ path, scripts, answers }) => {
    const links = scripts.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`)
    const pieces = page.replace('</head>', () => `${links.join('')}</head>`).split(NO_ANSWERS)
    return {
      pattern: new URLPattern({ pathname: path }),
      textFor: (parts: AddressParts) =>
        pieces.join(`data-answers="${fillAnswers(answers, parts)}"`),
    }
  })
  return (pathname) => {
    for (const { pattern, textFor } of pages) {
      const found = pattern.exec({ pathname })
      if (found !== null) return textFor(found.pathname.groups)
    }
    return page
  }
}

type AddressParts = Readonly<Record<string, string | undefined>>

/** The addresses of `answers` with the parts that the screen's own address has, for an attribute. */
function fillAnswers(answers: readonly string[], parts: AddressParts): string {
  try {
    const addresses = answers.map((answer) =>
      answer.replace(/\{(\w+)(?:\|(\w+))?\}/g, (_, name: string, otherwise = '') =>
        encodeURIComponent(decodeURIComponent(parts[name] ?? otherwise)),
      ),
    )
    return addresses.join(' ').replaceAll('&', '&amp;')
  } catch {
    // An address that is none, as `%ff`: the screen says so.
    return ''
  }
}

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
