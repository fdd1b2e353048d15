import { msw } from 'msw/vite'
import type { Plugin } from 'vite'

const INBOX = '/mock/inbox'
const SHELL = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mock inbox</title>
<style>body{font:1rem/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}</style>
<body><script type="module" src="/mock-api/show-inbox.ts"></script></body>
</html>
`

/**
 * What the mock needs from the dev server: the worker's script at `/mockServiceWorker.js` and the
 * inbox page. The configuration takes it in mock mode only; a build in that mode gets the script too.
 */
export function mockServiceWorker(): Plugin[] {
  return [msw({ mode: 'worker-only' }), mockInbox()]
}

/** The inbox is a page of the server, since a new tab is not under the worker yet. */
function mockInbox(): Plugin {
  return {
    name: 'wheelhouse-mock-inbox',
    apply: 'serve',
    configureServer: (server) => {
      server.middlewares.use((request, response, next) => {
        if (request.url?.split('?')[0] !== INBOX) {
          next()
          return
        }
        server.transformIndexHtml(INBOX, SHELL).then((html) => {
          response.setHeader('content-type', 'text/html; charset=utf-8')
          response.end(html)
        }, next)
      })
    },
  }
}
