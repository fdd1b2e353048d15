import { renderInbox } from './inbox.ts'
import { openKeptDb } from './persistence.ts'
import { seed } from './seed.ts'

/** The script of `/mock/inbox`: shows the mails of the store and follows it. */
const { db, persistence } = openKeptDb(seed, localStorage)

function show(): void {
  persistence.pull()
  renderInbox(document.body, db.mails)
}

show()
window.addEventListener('storage', show)
