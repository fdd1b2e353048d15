import { Parser } from 'htmlparser2'

export type XmlElement = {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Its own text and that of all inside. */
  readonly text: string
}

type Open = {
  tag: string
  attributes: Record<string, string>
  children: XmlElement[]
  text: string
}

/** The root element. @throws Error for a document that is not well-formed. */
export function readXml(xml: string): XmlElement {
  const top: Open = { tag: '', attributes: {}, children: [], text: '' }
  const stack: Open[] = [top]
  // A bare ampersand is the one fault in text that the parser below lets pass.
  if (/&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.test(xml)) throw new Error('a bare ampersand')
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(xml)) throw new Error('a control character')
  const closed: string[] = []
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => void stack.push({ tag, attributes, children: [], text: '' }),
      ontext: (text) => {
        stack.at(-1)!.text += text
      },
      onclosetag: (tag) => {
        const element = stack.pop()!
        closed.push(tag)
        stack.at(-1)!.children.push(element)
        stack.at(-1)!.text += element.text
      },
    },
    { xmlMode: true },
  )
  parser.end(xml)
  const written = [...xml.matchAll(/<\/([\w:.]+)>|<([\w:.]+)[^<>]*\/>/g)]
  if (written.length !== closed.length) throw new Error('an element is left open')
  if (written.some(([, end, empty], index) => closed[index] !== (end ?? empty))) {
    throw new Error('elements cross each other')
  }
  if (top.children.length !== 1) throw new Error('not one root element')
  return top.children[0]!
}

/** The children with a tag, by a path of tags. */
export function findAll(element: XmlElement, ...path: string[]): XmlElement[] {
  return path.reduce<XmlElement[]>(
    (found, tag) => found.flatMap(({ children }) => children.filter((child) => child.tag === tag)),
    [element],
  )
}
