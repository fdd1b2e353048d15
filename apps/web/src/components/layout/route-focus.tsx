import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { announce } from '../../ui/announcer.tsx'

/**
 * After a change of route: the focus goes to the new page's heading and its title is read out,
 * as a page load would do. The first load and changes of the query are left alone, and between the
 * tabs of one thing the focus stays where it is.
 */
export function RouteFocus() {
  const { pathname } = useLocation()
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current === pathname) return
    last.current = pathname
    if (document.activeElement?.closest('[data-keeps-focus]') == null) {
      document.querySelector<HTMLElement>('main h1')?.focus()
    }
    announce(document.title)
  }, [pathname])
  return null
}
