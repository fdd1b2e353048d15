import { Part, type PartProps } from './parts.tsx'

const MOST = 5

/** The newest mails; their links open here. */
export function MailSection({ controls }: PartProps) {
  const { mails } = controls
  return (
    <Part title={`Mails (${mails.length})`}>
      {mails
        .slice(-MOST)
        .toReversed()
        .map((mail) => (
          <article key={mail.id}>
            <p>
              <strong>{mail.subject}</strong> to {mail.to}
            </p>
            {mail.links.map((link) => (
              <p key={link}>
                <a href={link}>{new URL(link).pathname}</a>
              </p>
            ))}
          </article>
        ))}
      <p>
        <a href="/mock/inbox" target="_blank">
          All mails, with their texts
        </a>
      </p>
    </Part>
  )
}
