import { TestEnvironment } from 'jest-environment-jsdom'
import { quickStyles } from './quick-styles.js'

/** What Node has and the app, or the mock, needs; jsdom has none of it, or one of another realm. */
const FROM_NODE = [
  'fetch',
  'Request',
  'Response',
  'Headers',
  'AbortController',
  'AbortSignal',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'TextEncoder',
  'TextDecoder',
  'structuredClone',
  'performance',
]

/** jsdom with Node's fetch family, so that real requests meet the mock's real handlers. */
export default class JsdomWithFetch extends TestEnvironment {
  constructor(config, context) {
    super(config, context)
    for (const name of FROM_NODE) this.global[name] = globalThis[name]
    if (this.global.crypto.subtle === undefined) {
      Object.defineProperty(this.global.crypto, 'subtle', { value: globalThis.crypto.subtle })
    }
    this.global.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name)
        // An open channel would keep the test process alive.
        this.unref()
      }
    }
    // jsdom does not lay anything out, so there is nothing to scroll.
    this.global.scrollTo = () => {}
    this.global.Element.prototype.scrollIntoView = () => {}
    this.global.CSS ??= {
      escape: (text) =>
        String(text).replace(/^\d|[^\w-]/g, (char) => `\\${char.codePointAt(0).toString(16)} `),
    }
    // axe asks for one to measure colours; without an answer jsdom complains at length.
    this.global.HTMLCanvasElement.prototype.getContext = () => null
    quickStyles(this.global)
    // jsdom does not know the element yet; to React an unknown one is a slip of the pen.
    const { createElement } = this.global.document
    this.global.document.createElement = function (name, ...rest) {
      return createElement.call(this, name === 'search' ? 'section' : name, ...rest)
    }
  }

  /** Node's builds of packages: those for browsers expect a service worker and the like. */
  exportConditions() {
    return ['node', 'node-addons']
  }
}
