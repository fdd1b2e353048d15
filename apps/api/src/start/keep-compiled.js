import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/**
 * Loaded before everything else (`node --import`): keeps the TypeScript that Node has stripped of its
 * types, so that the next start is quicker, and neither it nor any worker thread loads the stripper,
 * some 35 MiB each. Plain JavaScript, because it comes first. Where the folder cannot be written,
 * nothing is kept and nothing fails.
 */
const folder = join(import.meta.dirname, '../../../../node_modules/.cache/wheelhouse')
enableCompileCache(folder)
// Worker threads look at their environment, not at what their process has enabled.
// oxlint-disable-next-line node/no-process-env -- set for Node, not read by us
process.env.NODE_COMPILE_CACHE = folder
