const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/**
 * For text and quoted attributes of XML 1.0. Characters that it cannot hold in any way become
 * spaces, lone surrogates U+FFFD.
 */
export function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[&<>"']/g, (char) => ESCAPES[char]!)
      // oxlint-disable-next-line no-control-regex -- they are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, ' ')
  )
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
