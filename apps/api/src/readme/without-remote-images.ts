const IMAGE = '<img '
const SOURCE = '<source '

/**
 * The description with every remote image replaced by a link to it (or, inside a link, by its
 * text), for deployments with `README_IMAGES=off`. One pass, no HTML parser: `html` must come from
 * `renderReadme`, where each `<` starts a tag, attributes are double-quoted and `<`, `>`, `"` in
 * them are escaped, so that what is copied here is escaped already.
 */
export function withoutRemoteImages(html: string): string {
  let result = ''
  let position = 0
  let links = 0
  for (;;) {
    const start = html.indexOf('<', position)
    const end = start < 0 ? -1 : html.indexOf('>', start)
    if (end < 0) return result + html.slice(position)
    const tag = html.slice(start, end + 1)
    result += html.slice(position, start)
    position = end + 1

    if (tag.startsWith(IMAGE)) result += imageAsText(tag, links > 0)
    else if (!tag.startsWith(SOURCE)) {
      if (tag === '<a>' || tag.startsWith('<a ')) links += 1
      else if (tag === '</a>') links -= 1
      result += tag
    }
  }
}

function imageAsText(tag: string, insideLink: boolean): string {
  const src = attribute(tag, 'src')
  const text = attribute(tag, 'alt') || attribute(tag, 'title') || fileName(src)
  if (insideLink || src === '') return text
  return `<a href="${src}" rel="nofollow noopener">${text}</a>`
}

function attribute(tag: string, name: string): string {
  const opening = ` ${name}="`
  const start = tag.indexOf(opening)
  if (start < 0) return ''
  const from = start + opening.length
  const end = tag.indexOf('"', from)
  return end < 0 ? '' : tag.slice(from, end)
}

/** The last part of the path: better than nothing for an image without a description. */
function fileName(src: string): string {
  const path = src.split(/[?#]/, 1)[0] ?? ''
  return path.slice(path.lastIndexOf('/') + 1) || src
}
