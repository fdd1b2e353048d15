import { useEffect, useLayoutEffect, useMemo, useRef, type MouseEvent } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useTranslations } from 'use-intl'
import { serverHtml } from '../../lib/trusted-types.ts'
import { findTarget, mendReadme } from './mend-readme.ts'
import styles from './readme.module.css'

/** A README. To be keyed by its HTML: what is mended here belongs to one text. */
export function Readme({ html }: { html: string }) {
  const t = useTranslations('project')
  const root = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  const { hash, key } = useLocation()
  // One object for one text: another would have React write the HTML anew, and undo the mending.
  const content = useMemo(() => serverHtml(html), [html])

  useLayoutEffect(() => {
    if (root.current === null) return
    const words = { table: t('readmeTable'), code: t('readmeCode'), task: t('readmeTask') }
    mendReadme(root.current, words)
  }, [t])

  useEffect(() => {
    if (root.current === null || hash === '') return
    const target = findTarget(root.current, hash)
    if (target === undefined) return
    target.scrollIntoView()
    // The next Tab goes on from here, as after a jump of the browser's own.
    target.tabIndex = -1
    target.focus({ preventScroll: true })
  }, [hash, key])

  /** The router has to know of jumps within the page: it keeps a scroll position per entry. */
  function jump(event: MouseEvent<HTMLElement>) {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const address = link?.getAttribute('href')
    if (address == null || !address.startsWith('#')) return
    event.preventDefault()
    void navigate({ hash: address }, { preventScrollReset: true })
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- links in it are pressed, also by key
    <div
      ref={root}
      className={styles.readme}
      onClick={jump}
      // The API has cleaned this HTML against a list of tags and attributes, and the page's
      // content security policy runs no script that stands in it.
      // oxlint-disable-next-line react/no-danger
      dangerouslySetInnerHTML={content}
    />
  )
}
