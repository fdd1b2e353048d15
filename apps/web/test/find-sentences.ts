import { parseSync } from 'vite'

const WORD = /\p{L}{2,}/u
const SENTENCE = /\p{L}{2,}[,;:]?\s+\p{L}{2,}/u
/** Attributes that somebody reads or hears. */
const READ = new Set(['title', 'label', 'alt', 'placeholder', 'aria-label', 'aria-description'])
/** What is typed into a terminal or a file is the same in every language. */
const COMMAND = /^[\s"-]*(?:pip|uv|python|twine|poetry|export|run:|image:|#)(?:\s|$)/

type Node = { type: string; [key: string]: unknown }

/**
 * Texts in a source file that people would read: words between tags, in attributes that are read,
 * and any string of two words. What is thrown is for developers, and keys of objects are no texts.
 */
export function findSentences(file: string, code: string): string[] {
  const found: string[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (typeof value !== 'object' || value === null) return
    const node = value as Node
    if (node.type === 'NewExpression' || node.type === 'ThrowStatement') return
    const text = textOf(node)
    if (text !== undefined && !COMMAND.test(text)) found.push(text.trim())
    for (const [key, part] of Object.entries(node)) {
      if (!(node.type === 'Property' && key === 'key')) visit(part)
    }
  }
  visit(parseSync(file, code).program)
  return found
}

function textOf(node: Node): string | undefined {
  if (node.type === 'JSXText') return matching(node['value'], WORD)
  if (node.type === 'Literal') return matching(node['value'], SENTENCE)
  if (node.type === 'TemplateElement') {
    return matching((node['value'] as { cooked: string }).cooked, SENTENCE)
  }
  if (node.type !== 'JSXAttribute') return undefined
  const { name, value } = node as unknown as { name: { name: string }; value?: { value?: unknown } }
  return READ.has(name.name) ? matching(value?.value, WORD) : undefined
}

const matching = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined
