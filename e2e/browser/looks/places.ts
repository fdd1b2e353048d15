/** Where the app is that pictures are taken of, without a slash at the end. */
export const LOOKS_URL = process.env['WHEELHOUSE_LOOKS_URL'] ?? ''

/** The folder of pictures and report. */
export const LOOKS_OUT = process.env['WHEELHOUSE_LOOKS_OUT'] ?? ''
