import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** What is text; fonts are compressed already. */
const TEXT = /\.(?:js|css|svg)$/
/** Smaller files gain nothing: they are one packet either way. */
const FROM_BYTES = 512

const CODINGS = [
  {
    ending: '.br',
    compress: (text: Buffer) =>
      promisify(brotliCompress)(text, {
        params: {
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        },
      }),
  },
  {
    // For whoever comes over plain HTTP: browsers take Brotli over HTTPS only.
    ending: '.gz',
    compress: (text: Buffer) => promisify(gzip)(text, { level: 9 }),
  },
]

/**
 * Puts a compressed file beside each one that is smaller so. Made once, as small as can be, so that
 * the server compresses nothing when it is asked (`apps/api/src/http/web-app.ts`).
 */
export function compressAssets(): Plugin {
  return {
    name: 'wheelhouse-compress-assets',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) return this.error('a build without a folder')
      const files = Object.keys(bundle).filter((name) => TEXT.test(name))
      await Promise.all(files.map((name) => compressFile(join(dir, name))))
    },
  }
}

async function compressFile(path: string): Promise<void> {
  const text = await readFile(path)
  if (text.length < FROM_BYTES) return
  for (const { ending, compress } of CODINGS) {
    const compressed = await compress(text)
    if (compressed.length < text.length) await writeFile(path + ending, compressed)
  }
}
