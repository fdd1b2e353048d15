import { PASSWORD_MIN_LENGTH, passwordLength } from '@wheelhouse/shared-types'
import { Check, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { SUGGESTIONS, WARNINGS } from '../../lib/password-messages.ts'
import type { Strength } from '../../lib/use-password-strength.ts'
import { announce } from '../../ui/announcer.tsx'
import styles from './form-password.module.css'

/** Milliseconds of quiet before the verdict is read out. */
const SPEAK_AFTER = 900
const SEGMENTS = [0, 1, 2, 3, 4] as const
const WORDS = ['veryWeak', 'weak', 'fair', 'strong', 'veryStrong'] as const

/** Five segments, a word, whether it will do, and at most three pieces of advice. */
export function StrengthMeter({ strength, password }: { strength: Strength; password: string }) {
  const t = useTranslations('password')
  const missing = PASSWORD_MIN_LENGTH - passwordLength(password)
  const verdict = strength.state === 'known' ? strength.verdict : undefined
  const passes = verdict?.passes === true && missing <= 0
  const word = verdict && t(`words.${WORDS[verdict.score]}`)
  useSpokenVerdict(word && t('spoken', { word, verdict: t(passes ? 'passes' : 'fails') }), password)
  if (password === '') return <span className={styles.meter} />

  const warning = verdict && WARNINGS[verdict.warning]
  const suggestions = (verdict?.suggestions ?? []).flatMap((text) => SUGGESTIONS[text] ?? [])
  return (
    <span className={`${styles.meter} ${passes ? styles.passes : styles.fails}`}>
      <span className={styles.segments} aria-hidden="true">
        {SEGMENTS.map((segment) => (
          <i
            key={segment}
            className={styles.segment}
            data-on={verdict !== undefined && segment <= verdict.score}
          />
        ))}
      </span>
      <span className={styles.verdict}>
        {word !== undefined && (
          <b>
            {passes ? <Check size={16} aria-hidden="true" /> : <X size={16} aria-hidden="true" />}
            {word}
          </b>
        )}
        {verdict !== undefined && <span>{t(passes ? 'passes' : 'fails')}</span>}
        {missing > 0 && <span>{t('tooShort', { missing })}</span>}
        {strength.state === 'checking' && <span>{t('checking')}</span>}
        {strength.state === 'unavailable' && <span>{t('unavailable')}</span>}
      </span>
      {!passes && verdict !== undefined && (
        <span className={styles.advice}>
          {warning !== undefined && <span>{t(`warnings.${warning}`)}</span>}
          {suggestions.slice(0, 2).map((key) => (
            <span key={key}>{t(`suggestions.${key}`)}</span>
          ))}
        </span>
      )}
    </span>
  )
}

/** Reads a verdict out once typing has stopped, and only when it is another one. */
function useSpokenVerdict(sentence: string | undefined, password: string): void {
  const said = useRef<string>(undefined)
  useEffect(() => {
    if (sentence === undefined || sentence === said.current) return
    const timer = setTimeout(() => {
      said.current = sentence
      announce(sentence)
    }, SPEAK_AFTER)
    return () => clearTimeout(timer)
  }, [sentence, password])
}
