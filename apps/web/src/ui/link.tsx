import type { ComponentProps } from 'react'
import { useHref, useLinkClickHandler, useLocation, type To } from 'react-router'

export type LinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  to: To
  replace?: boolean
  /** Stays where it is scrolled to. */
  preventScrollReset?: boolean
  state?: unknown
}

/**
 * A link inside the app. (The router's own component brings 2 kB of fetching ahead that this app
 * does not do, and every screen would load them.)
 */
export function Link(props: LinkProps) {
  const { to, replace, preventScrollReset, state, onClick, target, ...rest } = props
  const follow = useLinkClickHandler<HTMLAnchorElement>(to, {
    ...(replace !== undefined && { replace }),
    ...(preventScrollReset !== undefined && { preventScrollReset }),
    ...(target !== undefined && { target }),
    state,
  })
  return (
    // oxlint-disable-next-line jsx-a11y/anchor-has-content -- its content is in the props
    <a
      {...rest}
      href={useHref(to)}
      target={target}
      onClick={(event) => {
        onClick?.(event)
        if (!event.defaultPrevented) follow(event)
      }}
    />
  )
}

/** A link in a list of pages, which says whether it is the one shown: at its address or, but for `end`, below it. */
export function PageLink({ to, end = false, ...rest }: LinkProps & { to: string; end?: boolean }) {
  const { pathname } = useLocation()
  const shown = pathname === to || (!end && pathname.startsWith(`${to}/`))
  return <Link {...rest} to={to} aria-current={shown ? 'page' : undefined} />
}

/** A link to another site: it learns nothing about the page that led to it. */
export function ExternalLink(props: Omit<ComponentProps<'a'>, 'rel'>) {
  // oxlint-disable-next-line jsx-a11y/anchor-has-content -- its content is in the props
  return <a {...props} rel="noreferrer nofollow ugc" />
}
