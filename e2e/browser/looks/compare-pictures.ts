import type { Page } from '@playwright/test'

export type Comparison = {
  /** Pixels that differ; all of the larger picture's, where the sizes differ. */
  differing: number
  /** A PNG of both pictures and what differs, in red, beside each other; none where nothing does. */
  picture: Buffer | undefined
}

/** A difference of a channel that no eye sees: how a letter's edge is smoothed. */
const TOLERANCE = 12

/**
 * Compares two PNG pictures on a canvas of a browser, so that no other decoder is needed. `page` is
 * any open page; nothing of it changes.
 */
export async function comparePictures(page: Page, base: Buffer, head: Buffer): Promise<Comparison> {
  if (base.equals(head)) return { differing: 0, picture: undefined }
  const { differing, png } = await page.evaluate(
    async ({ sources, tolerance }) => {
      const pictures = await Promise.all(
        sources.map(async (source) =>
          createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob()),
        ),
      )
      const width = Math.max(...pictures.map((picture) => picture.width))
      const height = Math.max(...pictures.map((picture) => picture.height))
      const sheet = new OffscreenCanvas(width * 3, height)
      const drawing = sheet.getContext('2d', { willReadFrequently: true })!
      drawing.fillStyle = 'white'
      drawing.fillRect(0, 0, width * 3, height)
      pictures.forEach((picture, index) => drawing.drawImage(picture, index * width, 0))
      const [before, after] = [0, 1].map(
        (index) => drawing.getImageData(index * width, 0, width, height).data,
      )
      const marks = drawing.createImageData(width, height)
      let count = 0
      for (let at = 0; at < marks.data.length; at += 4) {
        const differs = [0, 1, 2].some(
          (channel) => Math.abs(before![at + channel]! - after![at + channel]!) > tolerance,
        )
        if (differs) count += 1
        const grey = 255 - (255 - after![at + 1]!) / 5
        marks.data.set(differs ? [224, 0, 0, 255] : [grey, grey, grey, 255], at)
      }
      drawing.putImageData(marks, width * 2, 0)
      const bytes = new Uint8Array(await (await sheet.convertToBlob()).arrayBuffer())
      let binary = ''
      for (const byte of bytes) binary += String.fromCharCode(byte)
      return { differing: count, png: count === 0 ? '' : btoa(binary) }
    },
    { sources: [base.toString('base64'), head.toString('base64')], tolerance: TOLERANCE },
  )
  return { differing, picture: png === '' ? undefined : Buffer.from(png, 'base64') }
}
