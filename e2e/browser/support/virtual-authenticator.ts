import type { CDPSession, Page } from '@playwright/test'

export type VirtualAuthenticator = {
  /** Whether it answers by itself, as if somebody touched it. */
  answer(present: boolean): Promise<void>
  /** How many credentials it holds. */
  count(): Promise<number>
  /** The same device at another page: it holds there what it holds here, and does not answer yet. */
  carryTo(page: Page): Promise<VirtualAuthenticator>
}

/** Chromium's own authenticator in software (the WebAuthn domain of its DevTools protocol). */
export async function addVirtualAuthenticator(
  page: Page,
  answers = true,
): Promise<VirtualAuthenticator> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: answers,
    },
  })
  const credentials = async () =>
    (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return {
    answer: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    count: async () => (await credentials()).length,
    carryTo: async (other) => {
      const there = await addVirtualAuthenticator(other, false)
      await (there as Holder).take(await credentials())
      return there
    },
    take: async (held: Awaited<ReturnType<typeof credentials>>) => {
      for (const credential of held) {
        await session.send('WebAuthn.addCredential', { authenticatorId, credential })
      }
    },
  } as Holder
}

type Holder = VirtualAuthenticator & { take(credentials: readonly object[]): Promise<void> }
