import { createDb } from './db.ts'
import { renderInbox } from './inbox.ts'
import { createPersistence } from './persistence.ts'
import { seed } from './seed.ts'

/** The script of `/mock/inbox`: shows the mails of the store and follows it. */
const db = createDb(seed)
const { pull } = createPersistence(db, localStorage)

function show(): void {
  pull()
  renderInbox(document.body, db.mails)
}

show()
window.addEventListener('storage', show)
