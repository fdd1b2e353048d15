import { hostilePasswords } from './hostile-passwords.ts'

const wordsOf = (text: string) => text.split(' ')

/** Words in twenty languages, in their own scripts. */
const WORDS = [
  wordsOf('window fenêtre Fenster ventana finestra janela venster fönster ikkuna okno вікно окно'),
  wordsOf('παράθυρο pencere חלון نافذة खिड़की หน้าต่าง 窓 창문 窗户 cửa'),
].flat()
const COMMON = [
  wordsOf('password 123456 qwerty letmein dragon monkey football iloveyou'),
  wordsOf('trustno1 sunshine princess welcome shadow master superman batman'),
].flat()
const NAMES = ['jane', 'olivia', 'mohammed', 'zanzibarian', 'smith', 'garcia', 'wang', 'owner']
const SYMBOLS = '4@8({[<36910!|7$5+%2~^&*_-=;:",./?`'.split('')

/** The same numbers in every run (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/**
 * 2,000 passwords of every kind that a meter has to judge: leaked ones and their variants, names,
 * passphrases, twenty languages, symbols (whose scoring costs most) and lengths up to 256.
 */
export function manyPasswords(): string[] {
  const random = createRandom(20_261_124)
  const pick = <T>(all: readonly T[]): T => all[random(all.length)]!
  const many = (count: number, make: () => string) => Array.from({ length: count }, make)
  return [
    ...many(400, () => `${pick(COMMON)}${pick(['', '1', '123', '2024', '!', `${random(9999)}`])}`),
    ...many(200, () =>
      pick(COMMON).replaceAll('a', '@').replaceAll('o', '0').replaceAll('e', '3').toUpperCase(),
    ),
    ...many(300, () => `${pick(NAMES)}${pick(['.', '_', ' '])}${pick(NAMES)}${random(2030)}`),
    ...many(400, () => many(2 + random(5), () => pick(WORDS)).join(pick([' ', '-', '']))),
    ...many(300, () => many(12 + random(20), () => String.fromCharCode(33 + random(94))).join('')),
    ...many(60, () => many(20 + random(236), () => pick(SYMBOLS)).join('')),
    ...hostilePasswords(20),
    ...many(160, () =>
      pick(WORDS)
        .normalize(pick(['NFC', 'NFD'] as const))
        .repeat(1 + random(6)),
    ),
    ...many(100, () => many(256, () => String.fromCharCode(97 + random(26))).join('')),
    ...many(60, () =>
      pick(['aaaa', 'abcabc', 'qwertyuiop', '20262026', '🐢🦊']).repeat(3 + random(20)),
    ),
  ]
}
