import { join } from 'node:path'

/** Where Vite puts the built app. */
export const WEB_FOLDER = join(import.meta.dirname, '../../../web/dist')
