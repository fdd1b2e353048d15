import { useEffect, useState } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'

/**
 * The secret that a mailed link carries in its query. It is taken out of the address at once, so
 * that it is not in the history, in a bookmark or on a screenshot.
 */
export function useUrlSecret(name: string): string | undefined {
  const [search] = useSearchParams()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const [secret] = useState(() => search.get(name) || undefined)
  const present = search.has(name)
  useEffect(() => {
    if (present) void navigate(pathname, { replace: true })
  }, [present, pathname, navigate])
  return secret
}
