import { redirect, type LoaderFunctionArgs } from 'react-router'
import type { Account } from '@wheelhouse/shared-types'
import { queryClientContext } from '../../api/query-client-context.ts'
import { paths } from '../../paths.ts'
import { accountQuery } from './queries.ts'

/**
 * For loaders of screens that need somebody signed in.
 * @throws Response a redirect to the sign-in page, which leads back here.
 */
export async function requireAccount({ context, request }: LoaderFunctionArgs): Promise<Account> {
  const account = await context.get(queryClientContext).query(accountQuery())
  if (account !== null) return account
  const { pathname, search } = new URL(request.url)
  throw redirect(paths.signIn(pathname + search))
}
