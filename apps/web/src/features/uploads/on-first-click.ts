/**
 * For a button that takes the place of another one: the second press of a double click on that one
 * is not meant for it.
 */
export const onFirstClick =
  (act: () => void) =>
  ({ detail }: { detail: number }): void => {
    if (detail < 2) act()
  }
