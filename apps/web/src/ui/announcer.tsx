import { createStore, useStore } from '../lib/store.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

const message = createStore({ text: '', count: 0 })

/** Has a sentence read out once what is being said has ended. The same one twice is said twice. */
export function announce(text: string): void {
  message.set({ text, count: message.get().count + 1 })
}

/** The place that `announce` speaks from; once per page, there before the first sentence. */
export function Announcer() {
  const { text, count } = useStore(message)
  return (
    <VisuallyHidden>
      <span aria-live="polite" aria-atomic="true">
        <span key={count}>{text}</span>
      </span>
    </VisuallyHidden>
  )
}
