import type { MailRow } from './db.ts'

/** Shows the mails in `root`, newest first, with their links to click; texts stay text. */
export function renderInbox(root: Element, mails: readonly MailRow[]): void {
  const document = root.ownerDocument
  const element = (name: string, text: string) => {
    const made = document.createElement(name)
    made.textContent = text
    return made
  }
  root.replaceChildren(
    element('h1', 'Mock inbox'),
    element('p', mails.length === 0 ? 'No mail yet.' : `${mails.length} mails, newest first.`),
    ...mails.toReversed().map((mail) => {
      const article = document.createElement('article')
      const links = mail.links.map((address) => {
        const link = document.createElement('a')
        link.href = address
        link.textContent = address
        const line = document.createElement('p')
        line.append(link)
        return line
      })
      article.append(
        element('h2', mail.subject),
        element('p', `To ${mail.to}, ${mail.sentAt}`),
        element('pre', mail.text),
        ...links,
      )
      return article
    }),
  )
}
