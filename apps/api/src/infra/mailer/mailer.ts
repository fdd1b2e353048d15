export type Mail = {
  to: string
  subject: string
  text: string
  /** Also to an address that mail came back from: the link by which its owner proves it again. */
  evenIfBounced?: boolean
}

/** The server of the recipient says that there is no such address, and will go on saying it. */
export class AddressGoneError extends Error {
  override readonly name = 'AddressGoneError'
}

/**
 * Hands one mail on. @throws AddressGoneError when it will never be taken, or Error when it was not
 * taken now: it is then tried again later.
 */
export type Mailer = {
  readonly kind: 'smtp' | 'folder' | 'none'
  send(mail: Mail & { id: string; at: Date }): Promise<void>
}
