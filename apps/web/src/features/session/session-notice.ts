import { createStore } from '../../lib/store.ts'

/** True from the moment a session ended under somebody until they sign in or go on without. */
export const sessionNotice = createStore(false)
