export type Mail = { to: string; subject: string; text: string }

/** Hands one mail on. @throws Error when it was not taken; it is then tried again later. */
export type Mailer = {
  readonly kind: 'smtp' | 'folder' | 'none'
  send(mail: Mail & { id: string; at: Date }): Promise<void>
}
