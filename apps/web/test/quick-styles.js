/** What the browser's own sheet gives these depends on a tag and on few attributes, on no ancestor and no state. */
const OF_ELEMENT = new Set([
  'display',
  'position',
  'opacity',
  'clip',
  'clip-path',
  'content-visibility',
  'overflow',
  'height',
  'width',
  'direction',
])
/** Its sheet says nothing of these: an element has what the nearest one says in its own style, or the initial value. */
const INHERITED = new Map([
  ['visibility', 'visible'],
  ['pointer-events', 'auto'],
])
/** But for those whose parents count. */
const OF_PARENT = new Set(['rt', 'rp'])

/**
 * jsdom works out all properties of an element from all rules, each time that anything has changed: a
 * sixth of the time of a test, for queries by role and axe ask of every element whether it is seen.
 * Here the app's sheets are stubs, so what those ask for is looked up; anything else, and whatever a
 * style sheet in the document may say, is asked of jsdom.
 */
export function quickStyles(window) {
  const ask = window.getComputedStyle.bind(window)
  const ofKind = new Map()

  const ofElement = (element, name) => {
    const own = element.style.getPropertyValue(name)
    if (own !== '') return own
    const attributes = ['hidden', 'open', 'type', 'dir'].map((each) => element.getAttribute(each))
    const kind = JSON.stringify([element.namespaceURI, element.localName, ...attributes, name])
    let value = ofKind.get(kind)
    if (value === undefined) ofKind.set(kind, (value = ask(element).getPropertyValue(name)))
    return value
  }
  const inherited = (element, name) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const own = each.style.getPropertyValue(name)
      if (own !== '') return own
    }
    return INHERITED.get(name)
  }

  window.getComputedStyle = (element, pseudo) => {
    const { styleSheets } = element.ownerDocument
    if (pseudo || styleSheets.length > 0 || OF_PARENT.has(element.localName)) {
      return ask(element, pseudo)
    }
    let whole
    const property = (name) => {
      if (OF_ELEMENT.has(name)) return ofElement(element, name)
      if (INHERITED.has(name)) return inherited(element, name)
      return (whole ??= ask(element)).getPropertyValue(name)
    }
    return new Proxy(
      { getPropertyValue: property },
      {
        get: (target, name) => {
          if (name in target) return target[name]
          if (OF_ELEMENT.has(name) || INHERITED.has(name)) return property(name)
          if (name === 'pointerEvents') return property('pointer-events')
          return (whole ??= ask(element))[name]
        },
      },
    )
  }
}
