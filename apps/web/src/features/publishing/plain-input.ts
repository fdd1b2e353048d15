/** For names that machines read: nothing is completed, capitalized or corrected. */
export const PLAIN = {
  autoComplete: 'off',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
  dir: 'ltr',
} as const
