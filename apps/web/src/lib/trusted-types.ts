type Policy = { createHTML: (html: string) => string }
type PolicyFactory = {
  createPolicy: (name: string, rules: object) => Policy
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes

// The bundler's way to start a worker passes a plain address: own scripts pass, nothing else.
factory?.createPolicy('default', {
  createScriptURL: (address: string) =>
    new URL(address, location.origin).origin === location.origin ? address : null,
})

const readme = factory?.createPolicy('readme', { createHTML: (html: string) => html })

/**
 * HTML for `dangerouslySetInnerHTML`, where the page's policy demands trusted types. Only for HTML
 * that the API has made safe (a release's README): nothing is checked here.
 */
export function serverHtml(html: string): { __html: string } {
  return { __html: readme?.createHTML(html) ?? html }
}
