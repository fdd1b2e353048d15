/** How the server in front is told which file to send. */
export type Handoff = {
  readonly header: 'X-Accel-Redirect' | 'X-Sendfile'
  /** What stands before a path in the storage, without a slash at its end. */
  readonly before: (folder: string) => string
}

/**
 * Reads `FILES_HANDOFF`: `x-accel-redirect:/internal/` (nginx) or `x-sendfile` (Apache, lighttpd).
 * @throws Error that says what is wrong, to stand behind the variable's name.
 */
export function parseHandoff(text: string): Handoff {
  if (text === 'x-sendfile') {
    // Both servers decode the path before they open it.
    return { header: 'X-Sendfile', before: encodePath }
  }
  const internal = /^x-accel-redirect:(\/[A-Za-z0-9_~-]+(?:\/[A-Za-z0-9_~-]+)*)\/$/.exec(text)?.[1]
  if (internal === undefined) {
    throw new Error('must be x-sendfile, or x-accel-redirect: and a path such as /internal/')
  }
  return { header: 'X-Accel-Redirect', before: () => internal }
}

/** A path as a header can carry it: percent-encoded, slashes left as they are. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
