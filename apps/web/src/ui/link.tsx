import type { ComponentProps } from 'react'
import { Link as RouterLink } from 'react-router'

/** A link inside the app. */
export function Link(props: ComponentProps<typeof RouterLink>) {
  return <RouterLink {...props} />
}

/** A link to another site: it learns nothing about the page that led to it. */
export function ExternalLink(props: Omit<ComponentProps<'a'>, 'rel'>) {
  // oxlint-disable-next-line jsx-a11y/anchor-has-content -- its content is in the props
  return <a {...props} rel="noreferrer nofollow ugc" />
}
