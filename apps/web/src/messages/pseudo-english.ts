import { english } from './en/catalogue.ts'
import { pseudoCatalogue } from './pseudo.ts'

/** English made strange, for those who look for what is not translated or does not fit. */
export const pseudoEnglish = pseudoCatalogue(english) as typeof english
