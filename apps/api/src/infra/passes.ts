const CHECK_MS = 2_000

/** Whether a look at a part ends well, and in time. */
export async function passes(check: Promise<unknown>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), CHECK_MS).unref()
  })
  return Promise.race([
    late,
    check.then(
      () => true,
      () => false,
    ),
  ])
}
