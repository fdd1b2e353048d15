import { createContext } from 'react'

/**
 * Told by a screen that says that there is no such thing, while it is drawn. The server answers with
 * that status; in a browser nobody listens.
 */
export const ReportMissing = createContext<() => void>(() => {})
