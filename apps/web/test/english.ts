import { loadWhole } from '../src/messages/en/catalogue.ts'

/** The whole English catalogue. */
export const english = await loadWhole()
