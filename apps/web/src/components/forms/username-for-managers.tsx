/** Tells password managers whose password is being set; nobody else sees it. */
export function UsernameForManagers({ username }: { username: string }) {
  return (
    <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
  )
}
