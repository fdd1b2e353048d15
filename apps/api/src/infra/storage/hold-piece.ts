import { read } from 'node:fs'

/** Larger pieces than a stream's own cost fewer turns of the thread pool for each file. */
export const PIECE_BYTES = 256 * 2 ** 10
/** Of pieces that nobody is sending and that stay for the next who wants them. */
const MOST_IDLE_BYTES = 16 * 2 ** 20
/** Of a file whose pieces stay. Of a larger one the first does: its download would push out all others. */
const MOST_FILE_BYTES = 4 * 2 ** 20
/** New memory has to be cleared and mapped, which costs more than the reading: it is kept for the next. */
const MOST_SPARE = 32

export type ReadableFile = {
  /** Bytes. */
  readonly size: number
  /** Where it is the same, so is the content. */
  readonly version: string
  /** The descriptor to read from, always the same; asked for where a piece is not in memory. */
  readonly open: () => Promise<number>
}

/** Bytes of a file that others may be sending, too: they are not to be written to. */
export type HeldPiece = {
  readonly bytes: Buffer
  /** To be called once. `isOut` is false where a connection that broke may have a hold on the memory yet. */
  readonly release: (isOut: boolean) => void
}

type Piece = {
  /** Undefined for what is read for one only. */
  readonly key: string | undefined
  readonly start: number
  readonly memory: Buffer
  readonly stays: boolean
  reading: Promise<void> | undefined
  holders: number
  isReusable: boolean
}

const pieces = new Map<string, Piece>()
/** Those without a holder; the first has been so for the longest. */
const idle = new Set<Piece>()
let idleBytes = 0
const spare: Buffer[] = []

/**
 * Bytes of a file from `position` to `end` at most: fewer where its piece ends before. A piece is read
 * once for all who want it at the same time; those of small files, and the first of large ones, are there
 * for whoever comes next.
 * @throws Error when reading fails, or when the file ends before `position`
 */
export async function holdPiece(
  file: ReadableFile,
  position: number,
  end: number,
): Promise<HeldPiece> {
  const start = position - (position % PIECE_BYTES)
  const stop = Math.min(start + PIECE_BYTES, file.size)
  const wanted = Math.min(end + 1, stop)
  if (wanted <= position) throw new Error(`it ends before byte ${position}`)
  const key = `${file.version} ${start}`
  const isWhole = position === start && wanted === stop
  // A part of a piece that nobody else wants is not worth the whole.
  const piece =
    pieces.get(key) ??
    (isWhole ? readPiece(file, start, stop, key) : readPiece(file, position, wanted))
  hold(piece)
  if (piece.reading !== undefined) await piece.reading
  return {
    bytes: piece.memory.subarray(position - piece.start, wanted - piece.start),
    release: (isOut) => release(piece, isOut),
  }
}

function readPiece(file: ReadableFile, start: number, stop: number, key?: string): Piece {
  const piece: Piece = {
    key,
    start,
    memory: takeMemory(stop - start),
    stays: key !== undefined && (start === 0 || file.size <= MOST_FILE_BYTES),
    reading: undefined,
    holders: 0,
    isReusable: true,
  }
  if (key !== undefined) pieces.set(key, piece)
  piece.reading = fill(file, piece.memory, start, stop).then(
    () => {
      piece.reading = undefined
    },
    (error: unknown) => {
      // Whoever waits fails with us; the next one tries again.
      if (key !== undefined) pieces.delete(key)
      throw error
    },
  )
  return piece
}

/** One read may give less than was asked for. */
async function fill(
  file: ReadableFile,
  memory: Buffer,
  start: number,
  stop: number,
): Promise<void> {
  const fd = await file.open()
  return new Promise((resolve, reject) => {
    const next = (position: number) => {
      read(fd, memory, position - start, stop - position, position, (error, bytes) => {
        if (error !== null) reject(error)
        else if (bytes === 0) reject(new Error(`it ends before byte ${position}`))
        else if (position + bytes < stop) next(position + bytes)
        else resolve()
      })
    }
    next(start)
  })
}

function hold(piece: Piece): void {
  piece.holders += 1
  if (idle.delete(piece)) idleBytes -= piece.memory.length
}

function release(piece: Piece, isOut: boolean): void {
  piece.holders -= 1
  if (!isOut) piece.isReusable = false
  if (piece.holders > 0) return
  if (!piece.stays) return letGo(piece)
  idle.add(piece)
  idleBytes += piece.memory.length
  for (const oldest of idle) {
    if (idleBytes <= MOST_IDLE_BYTES) break
    idle.delete(oldest)
    idleBytes -= oldest.memory.length
    letGo(oldest)
  }
}

function letGo({ key, memory, isReusable }: Piece): void {
  if (key !== undefined) pieces.delete(key)
  if (isReusable && memory.length === PIECE_BYTES && spare.length < MOST_SPARE) spare.push(memory)
}

function takeMemory(bytes: number): Buffer {
  if (bytes <= PIECE_BYTES / 4) return Buffer.allocUnsafeSlow(bytes)
  return spare.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES)
}
