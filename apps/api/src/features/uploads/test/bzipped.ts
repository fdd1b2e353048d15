/** A hundred bytes packed by bzip2, which Node cannot write. */
export function bzipped(): Buffer {
  return Buffer.from('QlpoOTFBWSZTWdGErXsAAAIBgEAAAEAgACEAggsXckU4UJDRhK17', 'base64')
}
