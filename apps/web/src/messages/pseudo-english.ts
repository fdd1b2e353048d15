import { loadWhole, type Messages } from './en/catalogue.ts'
import { pseudoCatalogue } from './pseudo.ts'

/** English made strange, for those who look for what is not translated or does not fit. */
export const pseudoEnglish = pseudoCatalogue(await loadWhole()) as Messages
