import { useEffect, useRef } from 'react'
import { get, useFormState } from 'react-hook-form'
import { useTranslations } from 'use-intl'
import type { UiError } from '../../api/ui-error.ts'
import { RequestId } from '../../ui/request-id.tsx'
import { useContractFormContext } from './form-context.ts'
import styles from './form.module.css'
import { ownError } from './own-error.ts'
import { useProblemWords } from '../../lib/use-problem-words.ts'
import { useRetryWait } from './use-retry-wait.ts'

/**
 * What a refused submit needs: a heading with the focus, a link to every refused field, and the
 * problem that belongs to none. It goes away as the fields are put right.
 */
export function ErrorSummary() {
  const t = useTranslations()
  const problemWords = useProblemWords()
  const { fields, failure, refusals } = useContractFormContext()
  const { errors } = useFormState()
  const box = useRef<HTMLElement>(null)
  const wait = useRetryWait()
  const refused = [...fields].flatMap(([name, field]) => {
    const error = ownError(get(errors, name))
    return error === undefined
      ? []
      : [{ ...field, name, message: error.message || problemWords(error.type) }]
  })
  const shown = refusals > 0 && (refused.length > 0 || failure !== undefined)

  useEffect(() => {
    if (refusals > 0) box.current?.focus()
  }, [refusals])

  useEffect(() => {
    if (!shown) return
    const before = document.title
    const marked = t('common.errorTitle', { page: before })
    document.title = marked
    return () => {
      // A page that was left meanwhile has set a title of its own.
      if (document.title === marked) document.title = before
    }
  }, [shown, t])

  if (!shown) return null
  return (
    <section ref={box} className={styles.summary} tabIndex={-1} aria-labelledby="form-errors">
      <h2 id="form-errors">
        {failure === undefined
          ? t('forms.summaryTitle', { count: refused.length })
          : t('forms.summaryFailure')}
      </h2>
      {failure !== undefined && <p>{problemWords(failure.code)}</p>}
      {wait !== undefined && <p>{wait.words}</p>}
      {failure !== undefined && isServerFault(failure) && failure.requestId !== undefined && (
        <p>
          <RequestId id={failure.requestId} />
        </p>
      )}
      {refused.length > 0 && (
        <ul className={styles.list}>
          {refused.map(({ name, id, label, message }) => (
            <li key={name}>
              <a
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(id)?.focus()
                }}
              >
                {t('forms.summaryItem', { label, message })}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Only these are worth a report; a wrong password is not. */
const isServerFault = ({ code, status }: UiError): boolean => code === 'unexpected' || status >= 500
