import type { Messages } from '../messages/en/catalogue.ts'

export type WarningKey = keyof Messages['password']['warnings']
export type SuggestionKey = keyof Messages['password']['suggestions']

/** zxcvbn 4.4.2 speaks English only: its texts, and the message keys that stand for them. */
export const WARNINGS: Readonly<Record<string, WarningKey>> = {
  'Straight rows of keys are easy to guess': 'straightRow',
  'Short keyboard patterns are easy to guess': 'shortPattern',
  'Repeats like "aaa" are easy to guess': 'repeatedCharacter',
  'Repeats like "abcabcabc" are only slightly harder to guess than "abc"': 'repeatedPattern',
  'Sequences like abc or 6543 are easy to guess': 'sequence',
  'Recent years are easy to guess': 'recentYear',
  'Dates are often easy to guess': 'date',
  'This is a top-10 common password': 'topTen',
  'This is a top-100 common password': 'topHundred',
  'This is a very common password': 'common',
  'This is similar to a commonly used password': 'likeCommon',
  'A word by itself is easy to guess': 'oneWord',
  'Names and surnames by themselves are easy to guess': 'nameAlone',
  'Common names and surnames are easy to guess': 'commonName',
}

export const SUGGESTIONS: Readonly<Record<string, SuggestionKey>> = {
  'Use a few words, avoid common phrases': 'fewWords',
  'No need for symbols, digits, or uppercase letters': 'noNeedForSymbols',
  'Add another word or two. Uncommon words are better.': 'addWord',
  'Use a longer keyboard pattern with more turns': 'longerPattern',
  'Avoid repeated words and characters': 'avoidRepeats',
  'Avoid sequences': 'avoidSequences',
  'Avoid recent years': 'avoidRecentYears',
  'Avoid years that are associated with you': 'avoidOwnYears',
  'Avoid dates and years that are associated with you': 'avoidOwnDates',
  "Capitalization doesn't help very much": 'capitals',
  'All-uppercase is almost as easy to guess as all-lowercase': 'allCapitals',
  "Reversed words aren't much harder to guess": 'reversed',
  "Predictable substitutions like '@' instead of 'a' don't help very much": 'substitutions',
}
